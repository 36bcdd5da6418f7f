/** Moves an embedded installation to PostgreSQL: what is durable, and what was counted of what expires. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../base/clock.ts'
import { readSqliteFacts } from '../ephemeral/drivers/read-sqlite-facts.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { openSoleSqlite } from '../sqlite/open-sole-sqlite.ts'
import { type CopiedTable, type CopyStep, copyTables } from '../storage/copy/copy-tables.ts'
import { readOnlySqlite } from '../storage/copy/read-only-sqlite.ts'
import type { Database } from '../storage/database.ts'
import { appliedMigrations } from '../storage/migrate.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import { movesWithInstallation } from './moving-facts.ts'
import { requireSecret } from './require-secret.ts'
import { asStoreFault, migrations } from './stores.ts'

export type InstallationCopy = {
  /** The durable database; `ephemeral.sqlite` beside it is what expires. */
  readonly file: string
  readonly secrets: readonly string[]
  readonly target: { readonly database: QueryDatabase; readonly ephemeral: EphemeralStore }
  readonly clock: Clock
  /** What it throws ends the copy, which can be taken up again. */
  readonly onStep: (step: CopyStep) => void
}

export type CopiedInstallation = {
  readonly tables: readonly CopiedTable[]
  /** Of what expires. */
  readonly facts: { readonly moved: number; readonly left: number }
}

/**
 * Nobody else can use the source meanwhile; it is not changed. Throws `StoreFault` (locked: it is being served),
 * `SettingFaults` when the secret does not open it, `CopyFault` and `SchemaFault`.
 */
export async function copyInstallation(copy: InstallationCopy): Promise<CopiedInstallation> {
  const { file, target, onStep } = copy
  const source = readOnlySqlite(openSole(file))
  const expiring = join(dirname(file), 'ephemeral.sqlite')
  let passing: DatabaseSync | undefined
  try {
    if (existsSync(expiring)) passing = openSole(expiring)
    await requireSource(source, copy)
    const facts = { moved: 0, left: 0 }
    const tables = await copyTables({
      source,
      target: target.database,
      migrations,
      onStep,
      async beforeEnd() {
        if (passing !== undefined) Object.assign(facts, await copyFacts(passing, copy))
      },
    })
    return { tables, facts }
  } finally {
    passing?.close()
    await source.close()
  }
}

function openSole(path: string): DatabaseSync {
  try {
    return openSoleSqlite(path)
  } catch (error) {
    throw asStoreFault(path, error)
  }
}

/** Before anything is written: with another secret nothing of what is copied would open. */
async function requireSource(source: Database, { file, secrets }: InstallationCopy): Promise<void> {
  const applied = await appliedMigrations(source)
  if (migrations.every(({ id }) => applied.includes(id)))
    await requireSecret(source, createKeyring(secrets), dirname(file))
}

/** Of the calls to the target. */
const atOnce = 20

async function copyFacts(
  passing: DatabaseSync,
  { target, clock }: InstallationCopy,
): Promise<CopiedInstallation['facts']> {
  const counts = { moved: 0, left: 0 }
  const now = clock.now()
  for (const page of readSqliteFacts(passing, now)) {
    const moving = page.filter(({ key }) => movesWithInstallation(key))
    for (let from = 0; from < moving.length; from += atOnce)
      await Promise.all(
        moving
          .slice(from, from + atOnce)
          .map(({ key, value, expiresAt }) => target.ephemeral.put(key, value, expiresAt - now)),
      )
    counts.moved += moving.length
    counts.left += page.length - moving.length
  }
  return counts
}
