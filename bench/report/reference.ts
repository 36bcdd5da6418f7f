/** Reads `bench/reference.json`: the rows of the report, their targets, and what peers did elsewhere. */
import { readFileSync } from 'node:fs'
import type { StoreName } from '../options.ts'

export type Row = {
  readonly id: RowId
  readonly label: string
  readonly unit: string
  /** At most this; with `atLeast`, at least. Rows without one are told for information. */
  readonly target?: number | undefined
  /** The target on PostgreSQL and Redis, where it is another. */
  readonly targetOnPostgres?: number
  readonly atLeast?: boolean
  readonly peers: Readonly<Record<string, number>>
}

export type RowId =
  | 'send'
  | 'verifyNew'
  | 'verifyKnown'
  | 'session'
  | 'password'
  | 'passwordExtra'
  | 'passwordShare'
  | 'sessionSaturated'
  | 'coldStart'
  | 'coldStartSource'
  | 'memoryIdle'
  | 'memoryLoaded'
  | 'install'

/** What this run measured, by row. */
export type Values = Partial<Record<RowId, number>>

type Reference = { readonly about: string; readonly rows: readonly Row[] }

/** With the targets of one kind of stores. */
export function readReference(store: StoreName): Reference {
  const text = readFileSync(new URL('../reference.json', import.meta.url), 'utf8')
  const { about, rows } = JSON.parse(text) as Reference
  if (store === 'sqlite') return { about, rows }
  return { about, rows: rows.map((row) => ({ ...row, target: row.targetOnPostgres ?? row.target })) }
}

export function meetsTarget({ target, atLeast }: Row, value: number): boolean | undefined {
  if (target === undefined) return undefined
  return atLeast ? value >= target : value <= target
}
