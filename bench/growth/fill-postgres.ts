/** Fills a database of PostgreSQL in bulk: indexes and keys are taken away and made anew behind the rows. */
import pg from 'pg'
import { grownRows } from './grown-rows.ts'

const tablesOfRows = ['users', 'phone_bindings', 'known_devices', 'corp_members', 'sessions', 'audit']

const keysSql = `select conrelid::regclass::text as table_name, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where conrelid::regclass::text = any($1)`
const indexesSql = `select indexname as name, indexdef as definition from pg_indexes
  where tablename = any($1) and schemaname = current_schema()
    and indexname not in (select conname from pg_constraint)`

type Named = { readonly name: string; readonly definition: string }

/** The database has the schema, and no rows. Ends with its statistics taken. */
export async function fillPostgres(url: string, count: number, now: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'`,
    )
    const { rows: keys } = await client.query<Named & { readonly table_name: string }>(keysSql, [
      tablesOfRows,
    ])
    const { rows: indexes } = await client.query<Named>(indexesSql, [tablesOfRows])
    for (const { table_name, name } of keys)
      await client.query(`alter table ${table_name} drop constraint ${name}`)
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    for (const sql of grownRows('postgres', count, now)) await client.query(sql)
    for (const { table_name, name, definition } of keys)
      await client.query(`alter table ${table_name} add constraint ${name} ${definition}`)
    for (const { definition } of indexes) await client.query(definition)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

/** Bytes by table, indexes included. */
export async function postgresBytes(url: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const sql = `select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and pg_total_relation_size(oid) > 100000`
    const { rows } = await client.query<{ readonly name: string; readonly bytes: number }>(sql)
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]))
  } finally {
    await client.end()
  }
}
