/** kill -9 at random moments, in a few rounds; `kill.long.ts` does many. */
import { test } from 'node:test'
import { seedOf } from '../support/seeded-random.ts'
import { firstStartRounds } from './first-start-rounds.ts'
import { killRounds } from './kill-rounds.ts'

test('kill -9 in 10 rounds: nothing acknowledged is lost, nothing ended or spent comes back', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const { acknowledged } = await killRounds(t, { rounds: 10, seed, clients: 8 })
  t.diagnostic(JSON.stringify(Object.fromEntries(acknowledged)))
})

test('kill -9 during the first start, in 5 rounds: the next start needs no hand', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  t.diagnostic(`${await firstStartRounds(t, 5, seed)} kills`)
})
