/** kill -9 of a process, of PostgreSQL and of Redis under load, once each; `server-kill.long.ts` does many rounds. */
import { test } from 'node:test'
import { withPostgresProgram } from '../support/own-postgres.ts'
import { withRedisProgram } from '../support/redis-server.ts'
import { seedOf } from '../support/seeded-random.ts'
import { serverKillRounds } from './server-kill-rounds.ts'

await withPostgresProgram(1, () =>
  withRedisProgram(1, () => {
    test('kill -9 of process, PostgreSQL and Redis: nothing acknowledged is lost, no code counts twice', async (t) => {
      const seed = seedOf('FAULTS_SEED')
      t.diagnostic(`FAULTS_SEED=${seed}`)
      const { ledger, away } = await serverKillRounds(t, { rounds: 3, seed, clients: 4 })
      t.diagnostic(`${away} told away; ${JSON.stringify(Object.fromEntries(ledger.acknowledged))}`)
    })
  }),
)
