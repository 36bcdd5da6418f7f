/** `latchkey copy`, as an operator runs it: killed in the middle and run again, and what it refuses. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import pg from 'pg'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { startProgram } from '../support/running-program.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const rows = 20_000

/** An installation with a long audit log. */
async function place(t: TestContext) {
  const here = cliApp(t)
  const program = startProgram(t, here)
  await program.ready()
  const file = join(here.data, 'latchkey.sqlite')
  const database = openSqliteDatabase(file)
  const sql = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})
    insert into audit (tenant_id, at, action, result, actor, detail) select 'default', unixepoch() * 1000 + i, 'test', 'success', 'system', 'row ' || i from n`
  await database.commit([{ name: 'fill', sql, params: [] }])
  await database.close()
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return { ...here, program, file, url, command: ['copy', '--from', `sqlite:${file}`, '--to', url] as const }
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: found } = await client.query<Row>(sql)
  await client.end()
  return found
}

function commands(): void {
  test('refused while it is served; killed in the middle and run again; then PostgreSQL serves', async (t) => {
    const here = await place(t)
    const served = await runLatchkey({}, ...here.command)
    assert.equal(served.status, 75)
    assert.match(served.stderr, /latchkey\.sqlite: is in use by another process: stop the server/)
    await here.program.end('SIGTERM')
    const source = readFileSync(here.file)

    const killed = await runLatchkey(
      {
        onOutput(text, kill) {
          if (text.includes('copied ')) kill('SIGKILL')
        },
      },
      ...here.command,
    )
    assert.equal(killed.status, null)
    const [half] = await ask<{ rows_done: string }>(
      here.url,
      "select rows_done from copy_ledger where table_name = 'audit'",
    )
    assert.ok(Number(half?.rows_done) > 0 && Number(half?.rows_done) < rows, `killed at ${half?.rows_done}`)
    const environment = {
      DATABASE_URL: here.url,
      LATCHKEY_SECRET: readFileSync(join(here.data, 'secret'), 'utf8').trim(),
    }
    const early = await runLatchkey({ ...here, environment }, 'start', '--port', '0')
    assert.equal(early.status, 69)
    assert.match(early.stderr, /holds half a copy/)

    const { status, stdout, stderr } = await runLatchkey({}, ...here.command)
    assert.equal(status, 0, stderr)
    assert.match(stdout, /^table +rows +SHA-256\n/)
    assert.match(stdout, new RegExp(`^audit +${rows} +[0-9a-f]{64}$`, 'm'))
    assert.match(stdout, /^signing_keys +2 +[0-9a-f]{64}$/m)
    assert.match(stderr, /set LATCHKEY_SECRET to what it holds/)
    const [{ count = '' } = {}] = await ask<{ count: string }>(
      here.url,
      'select count(distinct detail) from audit',
    )
    assert.equal(Number(count), rows)

    assert.ok(source.equals(readFileSync(here.file)), 'the source is as it was')

    const moved = startProgram(t, { app: here.app, data: here.data, environment })
    await moved.ready()
    const create = await runLatchkey({ ...here, environment }, 'user', 'create', '--phone', '13800138000')
    assert.equal(create.status, 0, create.stderr)
    const [last] = await ask<{ id: string }>(here.url, 'select id from audit order by id desc limit 1')
    assert.ok(Number(last?.id) > rows, 'new records stand behind the copied ones')

    const again = await runLatchkey({}, ...here.command)
    assert.equal(again.status, 1)
    assert.match(again.stderr, /the target is not empty/)
  })

  test('refused: no such file, no such place, an older schema, another secret, a server out of reach', async (t) => {
    const here = await place(t)
    await here.program.end('SIGTERM')
    const ended = async (from: string, to: string, environment: Record<string, string> = {}) =>
      (await runLatchkey({ environment }, 'copy', '--from', from, '--to', to)).status
    const from = `sqlite:${here.file}`
    const away = 'postgres://127.0.0.1:1/none'
    const statuses = [
      await ended('sqlite:/nowhere/at.all', here.url),
      await ended(here.file, here.url),
      await ended(from, here.url, { LATCHKEY_SECRET: 'another secret, with more than 32 characters' }),
      await ended(from, away),
    ]
    assert.deepEqual(statuses, [66, 64, 78, 69])
    const database = openSqliteDatabase(here.file)
    await (await database.kysely()).deleteFrom('migrations').where('id', 'like', '%-tenants').execute()
    await database.close()
    const older = await runLatchkey({}, ...here.command)
    assert.equal(older.status, 1)
    assert.match(
      older.stderr,
      /the source has an older schema: run "latchkey migrate" on it first \(.*-tenants\)/,
    )
    const tables = await ask<{ table_name: string }>(
      here.url,
      "select table_name from information_schema.tables where table_schema = 'public' and table_name not like 'ephemeral%'",
    )
    assert.deepEqual(tables, [], 'nothing was written')
  })
}

await onPostgres(1, () => describe('latchkey copy', commands))
