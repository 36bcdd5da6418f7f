/** Fuzzed requests for `FUZZ_MINUTES` minutes (10 unless told). */
import { test } from 'node:test'
import { seedOf } from '../support/seeded-random.ts'
import { fuzz } from './fuzz-run.ts'

const minutes = Number(process.env.FUZZ_MINUTES ?? 10)

test(`${minutes} minutes of fuzzed requests: no 5xx, no hang, no foreign shape, no secret in the log`, async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const until = performance.now() + minutes * 60_000
  const { requests, answers } = await fuzz(t, { seed, goOn: () => performance.now() < until })
  t.diagnostic(`${requests} requests, answers by status: ${JSON.stringify(Object.fromEntries(answers))}`)
})
