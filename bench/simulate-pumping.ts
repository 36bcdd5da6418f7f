/** `npm run simulate:pumping`: what each protection of spec 4, rule 6 keeps from an attacker, alone and all together. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeChart } from './pumping/chart.ts'
import { costOf } from './pumping/prices.ts'
import { guardWith, type Protection, protections } from './pumping/protections.ts'
import { seeded } from './pumping/seeded.ts'
import { type DayResult, simulateDay } from './pumping/simulate-day.ts'
import { fullSize, type Size } from './pumping/world.ts'

export type Row = {
  readonly name: string
  readonly messages: number
  readonly dollars: number
  readonly honestRefused: number
}

export async function simulateAll(size: Size, seed: number, told: (row: Row) => void): Promise<Row[]> {
  const runs: readonly (readonly [string, readonly Protection[]])[] = [
    ...protections.map((one) => [one, [one]] as const),
    ['all', protections],
  ]
  const rows: Row[] = []
  for (const [name, on] of runs) {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-pumping-'))
    try {
      const row = rowOf(name, await simulateDay(guardWith(on, size), size, folder, seeded(seed)))
      told(row)
      rows.push(row)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  return rows
}

function rowOf(name: string, { toAttacker, honestRefused }: DayResult): Row {
  const messages = [...toAttacker.values()].reduce((sum, count) => sum + count, 0)
  return { name, messages, dollars: Math.round(costOf(toAttacker)), honestRefused }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function show({ name, messages, dollars, honestRefused }: Row): void {
  const cells = [messages, dollars, honestRefused].map((number) => number.toLocaleString('en').padStart(18))
  print(name.padEnd(12) + cells.join(''))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '20260105' }, chart: { type: 'string' } },
  })
  const titles = ['messages to him', 'cost, US dollars', 'honest refused']
  print('protection'.padEnd(12) + titles.map((title) => title.padStart(18)).join(''))
  const rows = await simulateAll(fullSize, Number(values.seed), show)
  const [address, all] = [rows.find(({ name }) => name === 'address'), rows.at(-1)]
  if (address === undefined || all === undefined) throw new Error('nothing was simulated')
  const fewer = Math.floor(address.messages / all.messages)
  const mostRefused = fullSize.honestLogins / 1000
  print(`\n${fewer} times fewer than with the limit of addresses alone (target: 100)`)
  print(`${all.honestRefused} of ${fullSize.honestLogins} honest logins refused (target: ${mostRefused})`)
  if (values.chart !== undefined) writeChart(values.chart, rows)
  if (fewer < 100 || all.honestRefused > mostRefused) process.exitCode = 1
}

if (import.meta.main) await main()
