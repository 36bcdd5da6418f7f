/** What a database can do beyond the login paths: SQL put together at run time, for lists, the console and migrations. */
import type { Kysely } from 'kysely'
import type { Database, SqlValue } from './database.ts'

/** Tables and columns by name; each room knows its own. */
export type QueryBuilder = Kysely<Record<string, Record<string, SqlValue>>>

export interface QueryDatabase extends Database {
  /** Never on a login path. The first call loads the library. */
  kysely(): Promise<QueryBuilder>
  /**
   * Runs schema work while no other process can: one at a time over all processes, each run all or nothing.
   * Commits of this process wait until it ends, so `work` uses the Kysely that it is given and nothing else.
   */
  exclusively<T>(work: (kysely: QueryBuilder) => Promise<T>): Promise<T>
}
