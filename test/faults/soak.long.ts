/**
 * Half load for `SOAK_MINUTES` minutes (10 unless told), with `SOAK_STORE=postgres` on PostgreSQL and Redis: memory, handles, files and the rows of facts that expire
 * level out, and at the end of a code's life nothing of it is left.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createAsker } from '../support/ask.ts'
import { startProgram } from '../support/running-program.ts'
import { seededRandom, seedOf } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeFaultApp } from './fault-app.ts'
import { embeddedStores, type FaultStores, serverStores } from './fault-stores.ts'
import { type Figures, median, processFigures } from './process-figures.ts'
import { createSoak, type Soak } from './soak-load.ts'
import { startTwo } from './two-programs.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 10)
const sampleEverySeconds = 5
const codeTtl = 30
/** Until the inbox's minute is over and the sweeper has come by. */
const afterwardsSeconds = 75

test(`${minutes} minutes of half load: what the program holds levels out`, async (t) => {
  const seed = seedOf('FAULTS_SEED')
  const folder = temporaryFolder(t)
  const place = { app: writeFaultApp(folder, { codeTtl, sessionTtl: 60 }), data: join(folder, 'data') }
  const onServers = process.env.SOAK_STORE === 'postgres'
  const stores = onServers ? await serverStores(t) : embeddedStores(place.data)
  const program = startProgram(t, { ...place, environment: stores.environment })
  const asker = createAsker(await program.ready())
  t.after(() => asker.close())
  const soak = await createSoak(asker, seededRandom(seed, 'soak'))
  const full = await soak.run(15)
  t.diagnostic(
    `FAULTS_SEED=${seed}; full load ${full.toFixed(0)} rounds/s, half of it for ${minutes} minutes`,
  )
  soak.timings.clear()
  const samples = await sampled(
    minutes * 60,
    async () => ({ ...processFigures(program.pid), ...(await stores.figures()) }),
    (seconds) => soak.run(seconds, full / 2),
  )
  tell(t, samples, soak)
  assertLevel(samples, stores)
  await setTimeout(afterwardsSeconds * 1000)
  assert.deepEqual(await stores.left(), { codes: 0, messages: 0 })
  assert.doesNotMatch(program.output(), /"level":50/)
  assert.equal((await program.end('SIGTERM')).code, 0)
})

test('two processes on one data folder at half load for a fifth of that: every answer is right', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  const { both, programs } = await startTwo(t, { codeTtl, sessionTtl: 60 })
  const soak = await createSoak(both, seededRandom(seed, 'two'))
  const full = await soak.run(15)
  t.diagnostic(`FAULTS_SEED=${seed}; full load ${full.toFixed(0)} rounds/s over both`)
  tellTimings(t, soak)
  soak.timings.clear()
  await soak.run(minutes * 12, full / 2)
  tellTimings(t, soak)
  for (const program of programs) {
    assert.doesNotMatch(program.output(), /"level":50/)
    assert.equal((await program.end('SIGTERM')).code, 0)
  }
})

async function sampled(
  seconds: number,
  read: () => Promise<Figures>,
  run: (seconds: number) => Promise<unknown>,
): Promise<Figures[]> {
  const samples: Figures[] = []
  let reading = Promise.resolve()
  const timer = setInterval(() => {
    reading = reading.then(async () => {
      samples.push(await read())
    })
  }, sampleEverySeconds * 1000)
  try {
    await run(seconds)
  } finally {
    clearInterval(timer)
    await reading
  }
  return samples
}

/** The last fifth against the second or third: what swings is not taken for growth. */
function assertLevel(samples: readonly Figures[], { mayGrow }: FaultStores): void {
  const fifth = (from: number) =>
    samples.slice(Math.floor((samples.length * from) / 5), Math.floor((samples.length * (from + 1)) / 5))
  const last = fifth(4)
  const allowed: Figures = { rssMb: 15, handles: 5, sockets: 5, threads: 1, ...mayGrow }
  for (const [name, more] of Object.entries(allowed)) {
    const before = Math.max(median(fifth(1), name), median(fifth(2), name))
    const after = median(last, name)
    assert.ok(after <= before * 1.1 + more, `${name} grows: ${before} → ${after}`)
  }
}

function tell(t: TestContext, samples: readonly Figures[], soak: Soak): void {
  const tenths = Array.from(
    { length: 11 },
    (_, i) => samples[Math.min(samples.length - 1, Math.floor((i * samples.length) / 10))],
  )
  for (const name of Object.keys(samples[0] ?? {}))
    t.diagnostic(`${name}: ${tenths.map((figures) => round(figures?.[name] ?? 0)).join(' → ')}`)
  tellTimings(t, soak)
}

function tellTimings(t: TestContext, { timings }: Soak): void {
  for (const [name, list] of timings) {
    const sorted = list.toSorted((a, b) => a - b)
    const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0)
    t.diagnostic(
      `${name}: ${list.length} calls, median ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${round(sorted.at(-1) ?? 0)} ms`,
    )
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
