/** kill -9 at random moments, in many rounds. */
import { test } from 'node:test'
import { seedOf } from '../support/seeded-random.ts'
import { firstStartRounds } from './first-start-rounds.ts'
import { killRounds } from './kill-rounds.ts'

test('kill -9 in 100 rounds: nothing acknowledged is lost, nothing ended or spent comes back', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const started = performance.now()
  const { acknowledged, people } = await killRounds(t, { rounds: 100, seed, clients: 8 })
  const operations = [...acknowledged.values()].reduce((sum, count) => sum + count, 0)
  const seconds = Math.round((performance.now() - started) / 1000)
  t.diagnostic(`100 rounds, ${people.length} people, ${operations} acknowledged operations, ${seconds} s`)
  t.diagnostic(JSON.stringify(Object.fromEntries(acknowledged)))
})

test('kill -9 during the first start, in 50 rounds: the next start needs no hand', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  t.diagnostic(`${await firstStartRounds(t, 50, seed)} kills`)
})
