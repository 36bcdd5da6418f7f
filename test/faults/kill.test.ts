/** kill -9 at random moments, in ten rounds; `kill.long.ts` does a hundred. */
import { test } from 'node:test'
import { seedOf } from '../support/seeded-random.ts'
import { killRounds } from './kill-rounds.ts'

test('kill -9 in 10 rounds: nothing acknowledged is lost, nothing ended or spent comes back', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const { acknowledged } = await killRounds(t, { rounds: 10, seed, clients: 8 })
  t.diagnostic(JSON.stringify(Object.fromEntries(acknowledged)))
})
