/** Brings the schema to the newest state, once, whoever starts first. */
import { type Database, type Dialect, type Statement, statement } from './database.ts'
import type { QueryBuilder, QueryDatabase } from './query-database.ts'

/** A step of the schema. Its id begins with its date; after a release it never changes. */
export type Migration = {
  readonly id: string
  up(schema: QueryBuilder, dialect: Dialect): Promise<void>
}

const tableNamed: Readonly<Record<Dialect, Statement<[name: string], { readonly name: string }>>> = {
  sqlite: statement('migrations.table', "select name from sqlite_schema where type = 'table' and name = ?"),
  postgres: statement(
    'migrations.table',
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_name = ?`,
  ),
}
const findApplied = statement<[], { readonly id: string }>('migrations.applied', 'select id from migrations')

/** Applies what is missing, in the order of the ids, under a lock. Answers with the ids that it applied. */
export async function migrate(database: QueryDatabase, migrations: readonly Migration[]): Promise<string[]> {
  if ((await pendingMigrations(database, migrations)).length === 0) return []
  return database.exclusively(async (schema) => {
    await createTable(schema)
    const applied = await schema.selectFrom('migrations').select('id').execute()
    const missing = missingAfter(applied, migrations)
    for (const migration of missing) {
      await migration.up(schema, database.dialect)
      await schema.insertInto('migrations').values({ id: migration.id, applied_at: Date.now() }).execute()
    }
    return missing.map(({ id }) => id)
  })
}

/** What `migrate` would apply, in order. */
export async function pendingMigrations(
  database: Database,
  migrations: readonly Migration[],
): Promise<string[]> {
  const [table] = await database.all(tableNamed[database.dialect], ['migrations'])
  const applied = table === undefined ? [] : await database.all(findApplied, [])
  return missingAfter(applied, migrations).map(({ id }) => id)
}

async function createTable({ schema }: QueryBuilder): Promise<void> {
  await schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute()
}

function missingAfter(
  applied: readonly { readonly id?: unknown }[],
  migrations: readonly Migration[],
): Migration[] {
  const ids = new Set(applied.map(({ id }) => id))
  return migrations.filter(({ id }) => !ids.has(id)).toSorted((left, right) => (left.id < right.id ? -1 : 1))
}
