/** What a running program holds at one moment: memory, handles, files, rows. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export const figureNames = [
  'rssMb',
  'handles',
  'threads',
  'ephemeralMb',
  'ephemeralWalMb',
  'durableMb',
  'durableWalMb',
  'facts',
  'lists',
  'sessions',
  'audit',
] as const

export type Figures = Readonly<Record<(typeof figureNames)[number], number>>

export function readFigures(pid: number, data: string): Figures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return {
    rssMb: field('VmRSS') / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: field('Threads'),
    ephemeralMb: megabytes(data, 'ephemeral.sqlite'),
    ephemeralWalMb: megabytes(data, 'ephemeral.sqlite-wal'),
    durableMb: megabytes(data, 'latchkey.sqlite'),
    durableWalMb: megabytes(data, 'latchkey.sqlite-wal'),
    facts: countRows(data, 'ephemeral.sqlite', 'facts'),
    lists: countRows(data, 'ephemeral.sqlite', 'lists'),
    sessions: countRows(data, 'latchkey.sqlite', 'sessions'),
    audit: countRows(data, 'latchkey.sqlite', 'audit'),
  }
}

/** Rows of a table, or those that `where` tells. */
export function countRows(data: string, file: string, table: string, where = '1'): number {
  const database = new DatabaseSync(join(data, file), { readOnly: true, timeout: 5000 })
  try {
    return Number(database.prepare(`select count(*) as n from ${table} where ${where}`).get()?.n)
  } finally {
    database.close()
  }
}

/** The middle of a figure over some samples. */
export function median(samples: readonly Figures[], name: keyof Figures): number {
  const sorted = samples.map((figures) => figures[name]).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function megabytes(data: string, file: string): number {
  const path = join(data, file)
  return existsSync(path) ? statSync(path).size / 2 ** 20 : 0
}
