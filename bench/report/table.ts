/** The report as text: each figure beside its target and the peers, then what the ratios were made of. */

import type { GrowthPoint } from '../growth/measure-growth.ts'
import type { Figures, Phase } from '../measure-phase.ts'
import type { StoreName } from '../options.ts'
import { meetsTarget, type Row, readReference, type Values } from './reference.ts'

const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3))

function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}

function judge(row: Row, value: number): string {
  const meets = meetsTarget(row, value)
  if (meets === undefined) return ''
  return meets ? 'met' : 'MISSED'
}

export function renderTable(values: Values, store: StoreName): string {
  const { about, rows } = readReference(store)
  const peers = Object.keys(rows[0]?.peers ?? {})
  const lines = rows.flatMap((row) => {
    const value = values[row.id]
    if (value === undefined) return []
    const target = row.target === undefined ? '' : `${row.atLeast ? '≥' : '≤'} ${row.target}`
    const quoted = peers.map((peer) => (row.peers[peer] === undefined ? '' : digits(row.peers[peer])))
    return [[row.label, row.unit, digits(value), target, judge(row, value), ...quoted]]
  })
  return `${renderColumns([['', '', 'here', 'target', '', ...peers], ...lines])}\n\n${about}`
}

function describeFigures(name: string, figures: Figures): string[] {
  const { amount, cpuMicros, busyCores, perSecond, p50Ms, p99Ms } = figures
  const numbers = [cpuMicros, perSecond, busyCores, p50Ms, p99Ms].map(digits)
  return [name, `${amount}`, ...numbers]
}

export function renderPhases(phases: Readonly<Record<string, Phase>>): string {
  const storeNames = Object.keys(Object.values(phases)[0]?.storeTimesControl ?? {})
  const head = [
    '',
    'requests',
    'CPU µs',
    '1/s',
    'cores busy',
    'p50 ms',
    'p99 ms',
    '× control',
    '% of its 1/s',
    ...storeNames.map((name) => `${name} ×`),
  ]
  const lines = Object.entries(phases).flatMap(([name, phase]) => [
    describeFigures('control, before', phase.controlBefore),
    [
      ...describeFigures(name, phase.operation),
      digits(phase.timesControl),
      digits(phase.shareOfControl * 100),
      ...Object.values(phase.storeTimesControl).map(digits),
    ],
    describeFigures('control, after', phase.controlAfter),
  ])
  return renderColumns([head, ...lines])
}

/** The operations among more and more users, and what a user takes in each table. */
export function renderGrowth(points: readonly GrowthPoint[]): string {
  const stores = [...new Set(points.flatMap(({ session }) => Object.keys(session.storeTimesControl)))]
  const inStores = (phase: Phase) =>
    stores.map((name) => (name in phase.storeTimesControl ? digits(phase.storeTimesControl[name] ?? 0) : ''))
  const head = ['', 'users', 'made in s', 'verify, known ×', ...stores, 'session ×', ...stores, 'MB loaded']
  const lines = points.map(({ store, users, fillSeconds, verifyKnown, session, memory }) => [
    store,
    `${users}`,
    digits(fillSeconds),
    digits(verifyKnown.timesControl),
    ...inStores(verifyKnown),
    digits(session.timesControl),
    ...inStores(session),
    digits(memory),
  ])
  return `${renderColumns([head, ...lines])}\n\n${renderSizes(points)}`
}

function renderSizes(points: readonly GrowthPoint[]): string {
  const tables = [...new Set(points.flatMap(({ bytes }) => Object.keys(bytes)))]
  const lines = points.map(({ store, users, bytes }) => [
    store,
    `${users}`,
    ...tables.map((table) => digits((bytes[table] ?? 0) / users)),
  ])
  return renderColumns([['bytes a user', 'users', ...tables], ...lines])
}
