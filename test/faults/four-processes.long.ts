/** Four processes on PostgreSQL and Redis, at length. */
import { test } from 'node:test'
import { useCodesAtOnce } from './four-processes.ts'

test('1000 codes, each used at four processes at once: 1000 sessions; a limit is exact over the four', (t) =>
  useCodesAtOnce(t, 1000))
