/** kill -9 of a process, of PostgreSQL and of Redis under load, in 50 rounds. */
import { test } from 'node:test'
import { withPostgresProgram } from '../support/own-postgres.ts'
import { withRedisProgram } from '../support/redis-server.ts'
import { seedOf } from '../support/seeded-random.ts'
import { serverKillRounds } from './server-kill-rounds.ts'

await withPostgresProgram(1, () =>
  withRedisProgram(1, () => {
    test('kill -9 in 50 rounds: nothing acknowledged is lost, no code counts twice', async (t) => {
      const seed = seedOf('FAULTS_SEED')
      t.diagnostic(`FAULTS_SEED=${seed}`)
      const started = performance.now()
      const { ledger, away, longestRecoveryMs } = await serverKillRounds(t, { rounds: 50, seed, clients: 8 })
      const operations = [...ledger.acknowledged.values()].reduce((sum, count) => sum + count, 0)
      const seconds = Math.round((performance.now() - started) / 1000)
      t.diagnostic(
        `${ledger.people.length} people, ${operations} acknowledged, ${away} told away, ${seconds} s`,
      )
      t.diagnostic(`ready again at most ${Math.round(longestRecoveryMs)} ms after a server was started`)
      t.diagnostic(JSON.stringify(Object.fromEntries(ledger.acknowledged)))
    })
  }),
)
