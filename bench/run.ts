/**
 * Measures what design calls the operations of this server, beside a control, and prints the table.
 * Writes `bench/results/TIME.json` and a chart beside it. A program to run, not a test: see bench/README.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type LoginFigures, measureLogin } from './measure-login.ts'
import { measureStart, type StartFigures } from './measure-start.ts'
import { type Installation, installPackage } from './operations/install.ts'
import { type BenchOptions, readOptions, usage } from './options.ts'
import { renderChart } from './report/chart.ts'
import type { Values } from './report/reference.ts'
import { renderPhases, renderTable } from './report/table.ts'
import { startServer } from './server-process.ts'
import { controlCommand, latchkeyCommand } from './servers.ts'

const project = resolve(import.meta.dirname, '..')
const tell = (line: string) => process.stderr.write(`… ${line}\n`)
const print = (text: string) => process.stdout.write(`${text}\n`)

type Results = {
  readonly login?: LoginFigures
  readonly install?: Installation
  readonly start?: StartFigures
}

async function measureServers(options: BenchOptions, temporary: string): Promise<LoginFigures> {
  const server = await startServer(latchkeyCommand(options.entry, temporary, 'data'))
  const control = await startServer(controlCommand(temporary))
  try {
    return await measureLogin(server, control, options, tell)
  } finally {
    await Promise.all([server.stop(), control.stop()])
  }
}

async function measureAll(options: BenchOptions, temporary: string): Promise<Results> {
  const { parts, entry } = options
  const login = parts.has('login') ? await measureServers(options, temporary) : undefined
  if (parts.has('install')) tell('install')
  const install = parts.has('install') ? installPackage(project, temporary) : undefined
  if (parts.has('cold-start')) tell('cold start')
  const start = parts.has('cold-start') ? await measureStart(entry, install?.entry, temporary) : undefined
  return { ...(login && { login }), ...(install && { install }), ...(start && { start }) }
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
  const record = { at, machine, options: { amount, connections, passwords }, values, ...results }
  writeFileSync(`${name}.json`, `${JSON.stringify(record, undefined, 2)}\n`)
  writeFileSync(`${name}.svg`, renderChart(values))
  return name
}

async function run(options: BenchOptions): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  try {
    const results = await measureAll(options, temporary)
    const values = valuesOf(results)
    if (results.login) print(`\n${renderPhases(results.login.phases)}`)
    if (results.start) print(`\ncold starts, ms: ${JSON.stringify(results.start)}`)
    print(`\n${renderTable(values)}`)
    print(`\n${writeResults(results, options, values)}.{json,svg}`)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const options = readOptions(process.argv.slice(2), join(project, 'src/main.ts'))
if (options === 'help') print(usage)
else await run({ ...options, entry: resolve(options.entry) })
