/** What a driver of the SQL port brings to its contract. */
import type { TestContext } from 'node:test'
import { type Refusal, refuse } from '../../../src/base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../../../src/storage/database.ts'
import type { QueryDatabase } from '../../../src/storage/query-database.ts'

/** How another process opens it: a function of a module, and the place. */
export type DatabasePlace = { readonly module: string; readonly openName: string; readonly place: string }

export type OpenedDatabase = {
  readonly database: QueryDatabase
  /** Another connection to the same data. */
  connect(): QueryDatabase
  readonly place: DatabasePlace
  /** Closes every connection. */
  close(): Promise<void>
}

/** Each call gives an empty database of its own. */
export type OpenDatabase = (t: TestContext) => Promise<OpenedDatabase>

/** An empty database with the table of the tests. */
export async function openFor(t: TestContext, open: OpenDatabase): Promise<OpenedDatabase> {
  const opened = await open(t)
  t.after(() => opened.close())
  await opened.database.exclusively(async (kysely) => {
    await kysely.schema
      .createTable('people')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('nick', 'text', (column) => column.notNull().unique())
      .addColumn('visits', 'bigint', (column) => column.notNull())
      .addColumn('photo', opened.database.dialect === 'sqlite' ? 'blob' : 'bytea')
      .execute()
  })
  return opened
}

export type Person = {
  readonly id: string
  readonly nick: string
  readonly visits: number
  readonly photo: Uint8Array | null
}

export const insert = statement<[id: string, nick: string, visits: number, photo: Uint8Array | null]>(
  'people.insert',
  'insert into people (id, nick, visits, photo) values (?, ?, ?, ?)',
)
export const find = statement<[id: string], Person>(
  'people.find',
  'select id, nick, visits, photo from people where id = ?',
)
export const list = statement<[], Person>('people.list', 'select id, nick, visits from people order by id')
export const visit = statement<[id: string]>(
  'people.visit',
  'update people set visits = visits + 1 where id = ?',
)
export const leave = statement<[id: string]>(
  'people.leave',
  'update people set visits = visits - 1 where id = ? and visits > 0',
)
export const renameAll = statement<[nick: string]>('people.rename-all', 'update people set nick = nick || ?')

export const taken = (): Refusal => refuse('USERNAME_TAKEN')
export const bound = (): Refusal => refuse('PHONE_BOUND')

/** Adds a person; refused as `USERNAME_TAKEN` when the id or the nick is in use. */
export function add(id: string, nick = `nick of ${id}`, visits = 0): Step {
  return guarded(insert, [id, nick, visits, null], taken)
}

export function addUnguarded(id: string, nick = `nick of ${id}`): Step {
  return step(insert, [id, nick, 0, null])
}

export async function idsIn(database: Database): Promise<string[]> {
  return (await database.all(list, [])).map(({ id }) => id)
}

/** The code of each refusal, and `done` for what was not refused. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(calls)
  return results.map((result) => (result.status === 'fulfilled' ? 'done' : codeOf(result.reason)))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
