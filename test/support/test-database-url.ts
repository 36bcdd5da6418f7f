/** With LATCHKEY_TEST_STORE=postgres the apps of the tests keep their durable data in databases of PostgreSQL. */
import { after } from 'node:test'
import { migrations } from '../../src/app/stores.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { createTestDatabase, type TestDatabase } from './postgres-server.ts'

const isOnPostgres = process.env.LATCHKEY_TEST_STORE === 'postgres'
const byFolder = new Map<string, Promise<TestDatabase>>()
let template: Promise<TestDatabase> | undefined

after(async () => {
  for (const database of [...byFolder.values(), template]) await (await database)?.drop()
})

/** One database for a data folder: who opens the folder again finds its rows again. */
export async function testDatabaseUrl(data: string): Promise<string | undefined> {
  if (!isOnPostgres) return undefined
  const database = byFolder.get(data) ?? createMigratedDatabase()
  byFolder.set(data, database)
  return (await database).url
}

/** With every table: the first of a test file makes them, the others are copies. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  template ??= migrated()
  return createTestDatabase(await template)
}

async function migrated(): Promise<TestDatabase> {
  const made = await createTestDatabase()
  const database = openPostgresDatabase(made.url)
  await migrate(database, migrations)
  await database.close()
  return made
}
