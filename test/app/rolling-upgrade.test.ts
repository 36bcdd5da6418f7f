/** Releases beside each other on one database: who starts first, older programs on newer schemas and the reverse. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { migrations, StoreFault } from '../../src/app/stores.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { isContraction, type Migration, migrate, pendingMigrations } from '../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { cliApp } from '../cli/support/cli-app.ts'
import { isAlive, logIn, signUp } from '../login/phone/phone-people.ts'
import { createAsker } from '../support/ask.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const inOrder = migrations.toSorted((left, right) => (left.id < right.id ? -1 : 1))

type Place = { readonly data: string; readonly databaseUrl?: string; open(): QueryDatabase }

/** What the next release does to the tables of this one. */
const nextRelease: readonly Migration[] = [
  ...migrations,
  {
    id: '2999-01-01-users-language',
    async up({ schema }) {
      await schema.alterTable('users').addColumn('language', 'text').execute()
      await schema.createTable('languages').addColumn('id', 'text').execute()
    },
  },
]

const releaseAfterIt: readonly Migration[] = [
  ...nextRelease,
  {
    id: '2999-02-02-users-email/contract',
    async up({ schema }) {
      await schema.alterTable('users').dropColumn('email').execute()
    },
  },
]

async function upgrade(place: Place, list: readonly Migration[]): Promise<void> {
  const database = place.open()
  await migrate(database, list)
  await database.close()
}

function besideEachOther(placeFor: (t: TestContext) => Promise<Place>): void {
  test('an older program goes on beside a newer schema, and starts beside it', async (t) => {
    const place = await placeFor(t)
    const running = await openTestApp(t, place)
    const amy = await signUp(running)
    await upgrade(place, nextRelease)
    const again = await logIn(running)
    assert.deepEqual([await isAlive(running, amy), await isAlive(running, again)], [true, true])
    const second = await openTestApp(t, { ...place, clock: running.clock })
    assert.equal(await isAlive(second, amy), true)
    await logIn(second)
  })

  test('an older program refuses to start where something was taken away', async (t) => {
    const place = await placeFor(t)
    await upgrade(place, releaseAfterIt)
    await assert.rejects(openTestApp(t, place), (error) => {
      assert.ok(error instanceof StoreFault)
      assert.match(
        error.message,
        /too new for this program, which does not know 2999-02-02-users-email\/contract/,
      )
      return true
    })
  })

  test('a newer program brings the older schema up to date with what is in it', async (t) => {
    const place = await placeFor(t)
    await upgrade(place, inOrder.slice(0, 8))
    const { close } = await openTestApp(t, place)
    const database = place.open()
    assert.deepEqual(await pendingMigrations(database, migrations), [])
    await database.close()
    await close()
  })
}

async function sqlitePlace(t: TestContext): Promise<Place> {
  const data = temporaryFolder(t)
  return { data, open: () => openSqliteDatabase(join(data, 'latchkey.sqlite')) }
}

async function postgresPlace(t: TestContext): Promise<Place & { readonly databaseUrl: string }> {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return { data: temporaryFolder(t), databaseUrl: url, open: () => openPostgresDatabase(url) }
}

if (process.env.LATCHKEY_TEST_STORE !== 'postgres')
  describe('releases beside each other on SQLite', () => besideEachOther(sqlitePlace))

await onPostgres(2, () => {
  describe('releases beside each other on PostgreSQL', () => besideEachOther(postgresPlace))

  describe('programs that start at once on PostgreSQL', () => {
    for (const [name, before] of [
      ['an empty database', 0],
      ['a half-migrated one', 9],
    ] as const)
      test(name, async (t) => {
        const place = await postgresPlace(t)
        if (before > 0) await upgrade(place, inOrder.slice(0, before))
        const { app, folder } = cliApp(t)
        const environment = {
          DATABASE_URL: place.databaseUrl,
          LATCHKEY_SECRET: 'a-secret-of-the-tests-with-more-than-32-characters',
        }
        const programs = [1, 2, 3].map((index) =>
          startProgram(t, { app, data: join(folder, String(index)), environment }),
        )
        const urls = await Promise.all(programs.map((program) => program.ready()))
        for (const url of urls) {
          const asker = createAsker(url)
          assert.equal((await asker.ask({ path: '/readyz' })).status, 200)
          asker.close()
        }
        const database = place.open()
        t.after(() => database.close())
        assert.deepEqual(await pendingMigrations(database, migrations), [])
        const keys = await (await database.kysely()).selectFrom('signing_keys').select(['state']).execute()
        assert.deepEqual(keys.map(({ state }) => state).toSorted(), ['current', 'next'])
        await Promise.all(programs.map((program) => program.end('SIGTERM')))
      })
  })
})

type Column = {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: unknown
}
type Shape = ReadonlyMap<string, { readonly columns: readonly Column[]; readonly unique: readonly string[] }>

async function shapeOf(database: QueryDatabase): Promise<Shape> {
  const read = <Row>(sql: string, params: string[] = []) =>
    database.all<string[], Row>({ name: sql, sql }, params)
  const tables = await read<{ name: string }>("select name from sqlite_schema where type = 'table'")
  const shapes = tables.map(async ({ name }) => {
    const columns = await read<Column>('select name, type, "notnull", dflt_value from pragma_table_info(?)', [
      name,
    ])
    const unique = await read<{ name: string }>('select name from pragma_index_list(?) where "unique" = 1', [
      name,
    ])
    return [name, { columns, unique: unique.map((index) => index.name) }] as const
  })
  return new Map(await Promise.all(shapes))
}

/** What programs from before would stumble over. */
function brokenBy(before: Shape, after: Shape): string[] {
  return [...before].flatMap(([table, { columns, unique }]) => {
    const now = after.get(table)
    if (now === undefined) return [`${table} is gone`]
    const kept = columns.filter(
      (column) => !now.columns.some((one) => JSON.stringify(one) === JSON.stringify(column)),
    )
    const demanded = now.columns.filter(
      ({ name, notnull, dflt_value }) =>
        notnull === 1 && dflt_value === null && !columns.some((column) => column.name === name),
    )
    return [
      ...kept.map(({ name }) => `${table}.${name} is gone or has changed`),
      ...demanded.map(({ name }) => `${table}.${name} is demanded`),
      ...now.unique.filter((name) => !unique.includes(name)).map((name) => `${name} refuses more`),
    ]
  })
}

describe('every migration that is not named a contraction', () => {
  async function findBroken(t: TestContext, list: readonly Migration[]): Promise<string[]> {
    const database = openSqliteDatabase(join(temporaryFolder(t), 'latchkey.sqlite'))
    t.after(() => database.close())
    const broken: string[] = []
    for (const [index, { id }] of list.entries()) {
      const before = await shapeOf(database)
      await migrate(database, list.slice(0, index + 1))
      if (!isContraction(id)) broken.push(...brokenBy(before, await shapeOf(database)))
    }
    return broken
  }

  test('only adds', async (t) => {
    assert.deepEqual(await findBroken(t, inOrder), [])
  })

  test('or is found', async (t) => {
    const strict: Migration = {
      id: '3000-strict',
      async up({ schema }) {
        await schema.alterTable('users').dropColumn('email').execute()
        await schema
          .alterTable('corp_members')
          .addColumn('role', 'text', (c) => c.notNull().defaultTo('x'))
          .execute()
        await schema.createIndex('one_nick').on('users').column('nick').unique().execute()
        await schema.dropTable('user_import_rows').execute()
      },
    }
    assert.deepEqual((await findBroken(t, [...inOrder, strict])).toSorted(), [
      'one_nick refuses more',
      'user_import_rows is gone',
      'users.email is gone or has changed',
    ])
  })
})
