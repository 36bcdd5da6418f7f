/** Real SQLite files for the tests of secrets and tokens, gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Database } from '../../src/storage/database.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { type Migration, migrate } from '../../src/storage/migrate.ts'

export type TemporaryDatabase = {
  readonly path: string
  readonly database: Database
  /** Another connection to the same file, as another process has it. */
  connect(): Database
}

export async function openTemporaryDatabase(
  t: TestContext,
  migrations: readonly Migration[],
): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const path = join(folder, 'latchkey.db')
  const opened: Database[] = []
  t.after(async () => {
    for (const database of opened) await database.close()
    rmSync(folder, { recursive: true })
  })
  const connect = () => {
    const database = openSqliteDatabase(path)
    opened.push(database)
    return database
  }
  const database = connect()
  await migrate(database, migrations)
  return { path, database, connect }
}
