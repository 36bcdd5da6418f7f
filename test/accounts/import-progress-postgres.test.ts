/** Where SQLite has one writer, PostgreSQL has many: what must hold between them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createImportProgress } from '../../src/accounts/import-progress.ts'
import { migrations } from '../../src/app/stores.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { createTestDatabase, onPostgres, untilSomeWait } from '../support/postgres-server.ts'
import { refusal } from '../support/refusals.ts'

await onPostgres(1, () => {
  describe('imports of one file by two processes', () => {
    test('a row of a batch that is being ended is not imported again', async (t) => {
      const { url, drop } = await createTestDatabase()
      const database = openPostgresDatabase(url)
      t.after(async () => {
        await database.close()
        await drop()
      })
      await migrate(database, migrations)
      const progress = createImportProgress(database, defaultTenant, 'file')
      const note = () => database.commit([progress.noteRow(0, 1, () => refuse('BUSY'))])
      await progress.open(1)
      await note()
      await assert.rejects(note(), refusal('BUSY'))
      let late: Promise<void> | undefined
      await (await database.kysely()).transaction().execute(async (transaction) => {
        await transaction.updateTable('user_imports').set({ rows_done: 1 }).execute()
        await transaction.deleteFrom('user_import_rows').execute()
        late = assert.rejects(note(), refusal('BUSY'))
        await untilSomeWait(url)
      })
      await late
    })
  })
})
