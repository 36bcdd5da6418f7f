/** The data folder: who can read it, and the secret in it. */
import { existsSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { secretRisks } from '../../app/risks.ts'
import { secretMissing } from '../../app/root-secrets.ts'
import { databaseFileOf } from '../../app/stores.ts'
import type { Settings } from '../../config/load-settings.ts'
import { type Finding, ok, unsafe, warning } from './finding.ts'

const dayMs = 86_400_000
const oldDays = 365

export function examineData(settings: Settings, now: number): Finding[] {
  const { data } = settings
  return [...examineFolder(settings), ...examineSecret(settings, join(data, 'secret'), now)]
}

function examineFolder(settings: Settings): Finding[] {
  const { data } = settings
  if (!existsSync(data)) return [ok('data', `${data} is made at the first start`)]
  return [
    ...examineAccess('data', data),
    ...(settings.databaseUrl === undefined ? examineFiles('database', databaseFileOf(settings)) : []),
    ...examineFiles('ephemeral', join(data, 'ephemeral.sqlite')),
  ]
}

function examineSecret({ secrets, databaseUrl }: Settings, file: string, now: number): Finding[] {
  if (secrets !== undefined) return [ok('secret', 'from LATCHKEY_SECRET; its age is not known')]
  return databaseUrl === undefined ? examineGenerated(file, now) : [unsafe('secret', secretMissing)]
}

function examineAccess(subject: string, path: string): Finding[] {
  const open = openTo(statSync(path))
  return open === undefined ? [ok(subject, path)] : [unsafe(subject, `${path} ${open}`)]
}

/**
 * A database and the files that SQLite keeps beside it. A folder that nobody else may enter keeps them, whatever
 * their own mode; copies of them may lie elsewhere.
 */
function examineFiles(subject: string, database: string): Finding[] {
  const isClosed = openTo(statSync(dirname(resolve(database)), { throwIfNoEntry: false })) === undefined
  return [database, `${database}-wal`, `${database}-shm`].flatMap((file) => {
    const open = openTo(statSync(file, { throwIfNoEntry: false }))
    return open === undefined ? [] : [(isClosed ? warning : unsafe)(subject, `${file} ${open}`)]
  })
}

function examineGenerated(file: string, now: number): Finding[] {
  if (!existsSync(file)) return [ok('secret', `${file} is made at the first start`)]
  const stats = statSync(file)
  const days = Math.floor((now - stats.mtimeMs) / dayMs)
  const open = openTo(stats)
  return [
    open === undefined ? ok('secret', `${file}, ${days} days old`) : unsafe('secret', `${file} ${open}`),
    ...(days > oldDays ? [warning('secret', `${file} is ${days} days old: time for a new one`)] : []),
    ...secretRisks('secret', readFileSync(file, 'utf8').trim()),
  ]
}

/** Windows has no such modes. */
function openTo(stats: Stats | undefined): string | undefined {
  const mode = stats?.mode ?? 0
  if (process.platform === 'win32' || (mode & 0o077) === 0) return undefined
  return `is open to other accounts of this machine (mode ${(mode & 0o777).toString(8)})`
}
