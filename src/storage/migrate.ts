/** Brings the schema to the newest state, once, whoever starts first. */
import { type Database, type Dialect, type Statement, statement } from './database.ts'
import type { QueryBuilder, QueryDatabase } from './query-database.ts'

/**
 * A step of the schema. Its id begins with its date; after a release it never changes. It only adds: programs from
 * before it work beside it. One that takes something away or makes a rule stricter has an id that ends with
 * `/contract`; programs that do not know it refuse to start beside it (docs/decisions/0014).
 */
export type Migration = {
  readonly id: string
  up(schema: QueryBuilder, dialect: Dialect): Promise<void>
}

/**
 * A start applies what adds, and everything to a database that is empty. What contracts waits for `latchkey migrate`,
 * since a start cannot know whether programs from before still run.
 */
export type MigrationScope = 'additions' | 'all'

/** The id of a row that stands among the migrations while a copy into the database is not complete. */
export const unfinishedCopy = 'unfinished-copy/contract'

/** The database is not for this program: its schema is of a newer one, or it is half a copy. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault'
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

/**
 * Applies what is missing, in the order of the ids, under a lock. Answers with the ids that it applied. Throws
 * `SchemaFault`.
 */
export async function migrate(
  database: QueryDatabase,
  migrations: readonly Migration[],
  scope: MigrationScope = 'all',
): Promise<string[]> {
  if (missingAfter(await appliedMigrations(database), migrations, scope).length === 0) return []
  return database.exclusively(async (schema) => {
    await createTable(schema)
    const applied = await schema.selectFrom('migrations').select('id').execute()
    const missing = missingAfter(
      applied.map(({ id }) => String(id)),
      migrations,
      scope,
    )
    for (const migration of missing) {
      await migration.up(schema, database.dialect)
      await schema.insertInto('migrations').values({ id: migration.id, applied_at: Date.now() }).execute()
    }
    return missing.map(({ id }) => id)
  })
}

/** What `migrate` would apply, in order. Throws `SchemaFault`. */
export async function pendingMigrations(
  database: Database,
  migrations: readonly Migration[],
  scope: MigrationScope = 'all',
): Promise<string[]> {
  return missingAfter(await appliedMigrations(database), migrations, scope).map(({ id }) => id)
}

/** The ids that stand in the database. */
export async function appliedMigrations(database: Database): Promise<string[]> {
  const [table] = await database.all(tableNamed[database.dialect], ['migrations'])
  if (table === undefined) return []
  return (await database.all(findApplied, [])).map(({ id }) => id)
}

/** Does it take something away, so that older programs cannot work beside it? */
export function isContraction(id: string): boolean {
  return id.endsWith('/contract')
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
  applied: readonly string[],
  migrations: readonly Migration[],
  scope: MigrationScope,
): Migration[] {
  requireKnown(applied, migrations)
  const ids = new Set(applied)
  const waits = (id: string) => scope === 'additions' && ids.size > 0 && isContraction(id)
  return migrations
    .filter(({ id }) => !ids.has(id) && !waits(id))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

/** What newer programs have added is no trouble; what they have taken away is. */
function requireKnown(applied: readonly string[], migrations: readonly Migration[]): void {
  if (applied.includes(unfinishedCopy))
    throw new SchemaFault('holds half a copy of another installation: let "latchkey copy" run to its end')
  const known = new Set(migrations.map(({ id }) => id))
  const newer = applied.filter((id) => isContraction(id) && !known.has(id)).toSorted()
  if (newer.length > 0)
    throw new SchemaFault(
      `its schema is too new for this program, which does not know ${newer.join(', ')}: use the newer release`,
    )
}
