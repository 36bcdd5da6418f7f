/**
 * The port of durable storage. It is shaped for a network: every call is one round trip, a transaction is a
 * list of guarded statements written as a value, and nothing can be awaited inside of one.
 */
import type { Refusal } from '../base/refusal.ts'

export type SqlValue = string | number | null | Uint8Array

/** A prepared statement: a name that is unique in the program, SQL that both databases read, `?` for values. */
export type Statement<Params extends readonly SqlValue[], Row> = {
  readonly name: string
  readonly sql: string
  /** Carries the types only; never present at run time. */
  readonly types?: { readonly params: Params; readonly row: Row }
}

/** One statement of a transaction. With a guard, exactly `changes` rows must be changed, else all is undone. */
export type Step = {
  readonly name: string
  readonly sql: string
  readonly params: readonly SqlValue[]
  readonly guard?: { readonly changes: number; readonly otherwise: () => Refusal }
}

export type Dialect = 'sqlite' | 'postgres'

export interface Database {
  readonly dialect: Dialect
  /** The first row, or nothing. */
  first<P extends readonly SqlValue[], Row>(statement: Statement<P, Row>, params: P): Promise<Row | undefined>
  /** Every row. */
  all<P extends readonly SqlValue[], Row>(statement: Statement<P, Row>, params: P): Promise<Row[]>
  /**
   * All steps or none. The first step whose guard does not hold undoes everything, and the call rejects with
   * the refusal of that guard. A row that a unique constraint turns away counts as no change for the guard; in
   * a step without one it is an error.
   */
  commit(steps: readonly Step[]): Promise<void>
  /** One statement that is a transaction of its own. Answers how many rows it changed. */
  change<P extends readonly SqlValue[]>(statement: Statement<P, never>, params: P): Promise<number>
  /** Do so many calls wait that whoever comes now is better sent away? A store without it never has a line. */
  isSwamped?(): boolean
  close(): Promise<void>
}

/** Declares a prepared statement. */
export function statement<P extends readonly SqlValue[], Row = never>(
  name: string,
  sql: string,
): Statement<P, Row> {
  return { name, sql }
}

/** One statement of a transaction, without a guard. */
export function step<P extends readonly SqlValue[], Row>(of: Statement<P, Row>, params: P): Step {
  return { name: of.name, sql: of.sql, params }
}

/** One statement of a transaction that must change exactly one row. */
export function guarded<P extends readonly SqlValue[], Row>(
  of: Statement<P, Row>,
  params: P,
  otherwise: () => Refusal,
): Step {
  return { name: of.name, sql: of.sql, params, guard: { changes: 1, otherwise } }
}
