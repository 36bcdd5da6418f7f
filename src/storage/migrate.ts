/** Brings the schema to the newest state, once, whoever starts first. */
import { sql } from 'kysely'
import type { Dialect } from './database.ts'
import type { QueryBuilder, QueryDatabase } from './query-database.ts'

/** A step of the schema. Its id begins with its date; after a release it never changes. */
export type Migration = {
  readonly id: string
  up(schema: QueryBuilder, dialect: Dialect): Promise<void>
}

/** Applies what is missing, in the order of the ids, under a lock. Answers with the ids that it applied. */
export async function migrate(database: QueryDatabase, migrations: readonly Migration[]): Promise<string[]> {
  return database.exclusively(async (schema) => {
    const missing = await findMissing(schema, migrations)
    for (const migration of missing) {
      await migration.up(schema, database.dialect)
      await schema.insertInto('migrations').values({ id: migration.id, applied_at: Date.now() }).execute()
    }
    return missing.map(({ id }) => id)
  })
}

/** What `migrate` would apply, in order. */
export async function pendingMigrations(
  database: QueryDatabase,
  migrations: readonly Migration[],
): Promise<string[]> {
  return database.exclusively(async (schema) => (await findMissing(schema, migrations)).map(({ id }) => id))
}

async function findMissing(schema: QueryBuilder, migrations: readonly Migration[]): Promise<Migration[]> {
  await sql`create table if not exists migrations (id text primary key, applied_at bigint not null)`.execute(
    schema,
  )
  const rows = await schema.selectFrom('migrations').select('id').execute()
  const applied = new Set(rows.map(({ id }) => id))
  return migrations
    .filter(({ id }) => !applied.has(id))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
}
