/**
 * Measures what design calls the operations of this server, beside a control, and prints the table.
 * Writes `bench/results/TIME.json` and a chart beside it. A program to run, not a test: see bench/README.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openBenchStores } from './bench-stores.ts'
import { type GrowthPoint, measureGrowth } from './growth/measure-growth.ts'
import { type LoginFigures, measureLogin } from './measure-login.ts'
import { measureStart, type StartFigures } from './measure-start.ts'
import { type Installation, installPackage } from './operations/install.ts'
import { type BenchOptions, readOptions, type StoreName, usage } from './options.ts'
import { renderChart } from './report/chart.ts'
import { renderGrowthChart } from './report/growth-chart.ts'
import type { Values } from './report/reference.ts'
import { renderGrowth, renderPhases, renderTable } from './report/table.ts'
import { withServers } from './with-servers.ts'

const project = resolve(import.meta.dirname, '..')
const tell = (line: string) => process.stderr.write(`… ${line}\n`)
const print = (text: string) => process.stdout.write(`${text}\n`)

type Results = {
  readonly login?: LoginFigures
  readonly install?: Installation
  readonly start?: StartFigures
  readonly growth?: readonly GrowthPoint[]
}

async function measureServers(options: BenchOptions, temporary: string): Promise<LoginFigures> {
  const stores = await openBenchStores(storeOf(options), options.postgres)
  try {
    const place = { entry: options.entry, temporary, dataName: 'data' }
    return await withServers(place, stores, (server, control) => measureLogin(server, control, options, tell))
  } finally {
    await stores.drop()
  }
}

function storeOf({ stores: [store = 'sqlite'] }: BenchOptions): StoreName {
  return store
}

async function measureAll(options: BenchOptions, temporary: string): Promise<Results> {
  const { parts, entry } = options
  const login = parts.has('login') ? await measureServers(options, temporary) : undefined
  if (parts.has('install')) tell('install')
  const install = parts.has('install') ? installPackage(project, temporary) : undefined
  if (parts.has('cold-start')) tell('cold start')
  const start = parts.has('cold-start') ? await measureStart(entry, install?.entry, temporary) : undefined
  const growth = parts.has('growth') ? await measureGrowth(options, temporary, tell) : undefined
  return {
    ...(login && { login }),
    ...(install && { install }),
    ...(start && { start }),
    ...(growth && { growth }),
  }
}

function valuesOf({ login, install, start }: Results): Values {
  const phases = Object.entries(login?.phases ?? {}).map(([id, phase]) => [id, phase.timesControl])
  const password = login?.password
  return {
    ...Object.fromEntries(phases),
    ...(login && { memoryIdle: login.memory.idle, memoryLoaded: login.memory.loaded }),
    ...(password && {
      password: password.operation.cpuMicros / 1000,
      passwordExtra: password.extraMs,
      passwordShare: password.shareOfArgon2 * 100,
      sessionSaturated: password.sessionP99Ms.saturated / password.sessionP99Ms.unloaded,
    }),
    ...(start && { coldStartSource: start.source / start.bare }),
    ...(start?.published && { coldStart: start.published / start.bare }),
    ...(install && { install: install.megabytes }),
  }
}

function writeResults(results: Results, options: BenchOptions, values: Values): string {
  const folder = join(project, 'bench/results')
  mkdirSync(folder, { recursive: true })
  const at = new Date().toISOString()
  const name = join(folder, at.replaceAll(':', '-').replace(/\..*/, ''))
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    arch: arch(),
    node: process.version,
  }
  const { amount, connections, passwords } = options
  const store = storeOf(options)
  const record = { at, machine, options: { store, amount, connections, passwords }, values, ...results }
  writeFileSync(`${name}.json`, `${JSON.stringify(record, undefined, 2)}\n`)
  if (results.growth) writeFileSync(`${name}-growth.svg`, renderGrowthChart(results.growth))
  if (results.login) writeFileSync(`${name}.svg`, renderChart(values, storeOf(options)))
  return name
}

async function run(options: BenchOptions): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  try {
    const results = await measureAll(options, temporary)
    const values = valuesOf(results)
    if (results.login) print(`\n${renderPhases(results.login.phases)}`)
    if (results.start) print(`\ncold starts, ms: ${JSON.stringify(results.start)}`)
    if (results.growth) print(`\n${renderGrowth(results.growth)}`)
    if (Object.keys(values).length > 0) print(`\n${renderTable(values, storeOf(options))}`)
    print(`\n${writeResults(results, options, values)}.{json,svg}`)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const options = readOptions(process.argv.slice(2), join(project, 'src/main.ts'))
if (options === 'help') print(usage)
else await run({ ...options, entry: resolve(options.entry) })
