/** The PostgreSQL server of the tests, and databases on it that live as long as a test. */
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const server = process.env.LATCHKEY_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Without a server the suites are skipped, and a test says so; on a build server that is a failure. */
export async function onPostgres(suites: number, declare: () => void): Promise<void> {
  const trouble = await ask('select 1').then(
    () => undefined,
    (error: unknown) => error,
  )
  if (trouble === undefined) declare()
  else
    test(`PostgreSQL cannot be reached: ${suites} ${suites === 1 ? 'suite' : 'suites'} skipped`, (t) => {
      if (process.env.CI !== undefined) throw trouble
      t.skip('set LATCHKEY_TEST_POSTGRES to the URL of a server')
    })
}

export type TestDatabase = { readonly url: string; drop(): Promise<void> }

/** A new database, empty or a copy of `template`. */
export async function createTestDatabase(template?: TestDatabase): Promise<TestDatabase> {
  const name = `latchkey_test_${randomBytes(8).toString('hex')}`
  const copied = template === undefined ? 'template0' : new URL(template.url).pathname.slice(1)
  await ask(`create database ${name} template ${copied} encoding 'UTF8' locale 'C.UTF-8'`)
  const url = new URL(server)
  url.pathname = name
  return { url: url.href, drop: () => ask(`drop database if exists ${name} with (force)`) }
}

/** Until so many statements in the database of `url` wait for a lock. */
export async function untilSomeWait(url: string, count = 1): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const sql =
    "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while ((await client.query(sql)).rows.length < count) await pause(5)
  await client.end()
}

async function ask(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
