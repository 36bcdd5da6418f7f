/** Kysely on PostgreSQL. It takes a fifth of a bare start to load, so it comes with the first query. */
import type { Pool } from 'pg'
import type { QueryBuilder } from '../query-database.ts'

/** Uses the pool and does not close it. */
export async function postgresQueries(pool: Pool): Promise<QueryBuilder> {
  const [{ Kysely, PostgresDialect }, { default: cursor }] = await Promise.all([
    import('kysely'),
    import('pg-cursor'),
  ])
  return new Kysely({ dialect: new PostgresDialect({ pool, cursor }) })
}

/** Of all schema work in this database, over all processes. */
const schemaLock = 7_019_202_611

/** Runs `work` in a transaction while no other process can run any. */
export async function withSchemaLock<T>(
  queries: QueryBuilder,
  work: (kysely: QueryBuilder) => Promise<T>,
): Promise<T> {
  const { sql } = await import('kysely')
  return queries.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${schemaLock})`.execute(transaction)
    return work(transaction)
  })
}
