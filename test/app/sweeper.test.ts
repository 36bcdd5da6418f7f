import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import pg from 'pg'
import { grownRows } from '../../bench/growth/grown-rows.ts'
import { sweep } from '../../src/app/sweeper.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'

const dayMs = 86_400_000
const tables = ['users', 'sessions', 'audit', 'known_devices'] as const
const retention = { auditDays: 180, deviceDays: 400 }

type OpenGrown = (t: TestContext) => Promise<TestApp>

/** Half of the people came more than a year ago; their sessions end within 30 days from now. */
const people = 1_300

async function onSqlite(t: TestContext): Promise<TestApp> {
  const opened = await openTestApp(t, { databaseUrl: undefined })
  const file = new DatabaseSync(`${opened.data}/latchkey.sqlite`)
  t.after(() => file.close())
  for (const sql of grownRows('sqlite', people, opened.clock.now())) file.exec(sql)
  return opened
}

async function onServer(t: TestContext): Promise<TestApp & { run(sql: string): Promise<unknown> }> {
  const { url, drop } = await createMigratedDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const opened = await openTestApp(t, { databaseUrl: url })
  t.after(async () => {
    await opened.close()
    await client.end()
    await drop()
  })
  for (const sql of grownRows('postgres', people, opened.clock.now())) await client.query(sql)
  return { ...opened, run: (sql) => client.query(sql) }
}

async function counts({ rooms }: TestApp): Promise<Record<string, number>> {
  const kysely = await rooms.database.kysely()
  const rows = await Promise.all(
    tables.map(async (table) => {
      const { n } = await kysely
        .selectFrom(table)
        .select((select) => select.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
      return [table, Number(n)] as const
    }),
  )
  return Object.fromEntries(rows)
}

function sweeping(open: OpenGrown): void {
  test('sessions and records that are over go at once, however many batches they are', async (t) => {
    const opened = await open(t)
    opened.clock.advance(30 * dayMs + 1)
    await sweep(opened.rooms, { ...retention, auditDays: 90 }, () => false)
    // The records of the first two of four kinds are older than that.
    const left = await counts(opened)
    assert.deepEqual([left.sessions, left.audit, left.users], [0, 2 * people, people])
  })

  test('old devices go in the course of a walk over the table, again and again', async (t) => {
    const opened = await open(t)
    const before = await counts(opened)
    const pass = async () => {
      for (let batches = 0; batches < 3; batches += 1) await sweep(opened.rooms, retention, () => false)
      return (await counts(opened)).known_devices
    }
    assert.equal(await pass(), people, 'while there is a session of them they stay')
    assert.deepEqual(await counts(opened), before, 'and so does everything else that is not over')
    opened.clock.advance(30 * dayMs + 1)
    const left = await pass()
    assert.equal(left, Math.floor((people * 370) / 730) + 1, 'those of the last 400 days')
    opened.clock.advance(400 * dayMs)
    assert.equal(await pass(), 0)
    assert.equal((await counts(opened)).users, people)
  })
}

describe('the sweeper on SQLite', () => {
  sweeping(onSqlite)

  test('who is told to stop stops after the batch at hand', async (t) => {
    const opened = await onSqlite(t)
    opened.clock.advance(30 * dayMs + 1)
    let asked = 0
    await sweep(opened.rooms, retention, () => {
      asked += 1
      return asked > 1
    })
    assert.equal((await counts(opened)).sessions, people - 500)
  })
})

await onPostgres(1, () =>
  describe('the sweeper on PostgreSQL', () => {
    sweeping(onServer)

    test('rows that another transaction is at are left for later, without a wait', async (t) => {
      const opened = await onServer(t)
      opened.clock.advance(30 * dayMs + 1)
      await opened.run('begin')
      await opened.run('select 1 from sessions order by expires_at limit 7 for update')
      await opened.run('select 1 from audit order by id limit 5 for update')
      const atOnce = async () => {
        const sweeps = [1, 2, 3].map(() => sweep(opened.rooms, { ...retention, auditDays: 90 }, () => false))
        await Promise.all(sweeps)
        return counts(opened)
      }
      const { sessions, audit } = await atOnce()
      await opened.run('rollback')
      assert.equal(sessions, 7)
      assert.ok(audit !== undefined && audit >= 2 * people + 5)
      const left = await atOnce()
      assert.deepEqual([left.sessions, left.audit], [0, 2 * people])
    })
  }),
)
