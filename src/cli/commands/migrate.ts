/** `latchkey migrate`: what a start does by itself, to be done ahead of it. */
import { existsSync, mkdirSync } from 'node:fs'
import { asStoreFault, databaseFileOf, databasePlaceOf, migrations, openDatabase } from '../../app/stores.ts'
import type { Settings } from '../../config/load-settings.ts'
import { isContraction, migrate, pendingMigrations } from '../../storage/migrate.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

/** What an operator has to know of a contraction before it runs. */
const by = ': not beside older releases, and by this command alone'

/** A plan with something to do ends with 1. */
export async function migrateSchema({
  plan,
  ...folder
}: FolderOptions & { readonly plan?: boolean }): Promise<void> {
  const settings = settingsOf(folder)
  const ids = plan === true ? await plannedIn(settings) : await applyTo(settings)
  for (const id of ids) print(`${plan === true ? 'to do' : 'done '} ${id}${isContraction(id) ? by : ''}`)
  if (ids.length === 0) print('the schema is up to date')
  else if (plan === true) process.exitCode = exitStatus.no
}

/** Makes no database where there is none. */
async function plannedIn(settings: Settings): Promise<string[]> {
  if (settings.databaseUrl === undefined && !existsSync(databaseFileOf(settings)))
    return migrations.map(({ id }) => id).toSorted()
  return withDatabase(settings, (database) => pendingMigrations(database, migrations))
}

function applyTo(settings: Settings): Promise<string[]> {
  mkdirSync(settings.data, { recursive: true, mode: 0o700 })
  return withDatabase(settings, (database) => migrate(database, migrations))
}

async function withDatabase<Result>(
  settings: Settings,
  work: (database: ReturnType<typeof openDatabase>) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase(settings)
  try {
    return await work(database)
  } catch (error) {
    throw asStoreFault(databasePlaceOf(settings), error)
  } finally {
    await database.close()
  }
}
