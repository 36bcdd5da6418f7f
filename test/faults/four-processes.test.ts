/** Four processes on PostgreSQL and Redis; `four-processes.long.ts` is the long form. */
import { test } from 'node:test'
import { onPostgres } from '../support/postgres-server.ts'
import { onRedis } from '../support/redis-server.ts'
import { useCodesAtOnce } from './four-processes.ts'

await onPostgres(1, () =>
  onRedis(1, () => {
    test('40 codes, each used at four processes at once: 40 sessions; a limit is exact over the four', (t) =>
      useCodesAtOnce(t, 40))
  }),
)
