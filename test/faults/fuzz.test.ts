/** Mutated requests to every route of the real program; the same ones for the same seed. */
import { test } from 'node:test'
import { seedOf } from '../support/seeded-random.ts'
import { fuzz } from './fuzz-run.ts'

/** In this run nothing is left to chance; `fuzz.long.ts` takes a new seed each time. */
const usualSeed = 20_261_121

test('2,000 fuzzed requests: no 5xx, no hang, no foreign shape, no secret in the log', async (t) => {
  const seed = process.env.FAULTS_SEED === undefined ? usualSeed : seedOf('FAULTS_SEED')
  const { answers } = await fuzz(t, { seed, goOn: (batch) => batch < 4 })
  t.diagnostic(`FAULTS_SEED=${seed} ${JSON.stringify(Object.fromEntries(answers))}`)
})
