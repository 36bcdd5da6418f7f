/** Reads `bench/reference.json`: the rows of the report, their targets, and what peers did elsewhere. */
import { readFileSync } from 'node:fs'

export type Row = {
  readonly id: RowId
  readonly label: string
  readonly unit: string
  /** At most this; with `atLeast`, at least. Rows without one are told for information. */
  readonly target?: number
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

export function readReference(): Reference {
  return JSON.parse(readFileSync(new URL('../reference.json', import.meta.url), 'utf8'))
}

export function meetsTarget({ target, atLeast }: Row, value: number): boolean | undefined {
  if (target === undefined) return undefined
  return atLeast ? value >= target : value <= target
}
