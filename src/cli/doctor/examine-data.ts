/** The data folder: who can read it, and the secret in it. */
import { existsSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { secretRisks } from '../../app/risks.ts'
import { databaseFileOf } from '../../app/stores.ts'
import type { Settings } from '../../config/load-settings.ts'
import { type Finding, ok, unsafe, warning } from './finding.ts'

const dayMs = 86_400_000
const oldDays = 365

export function examineData(settings: Settings, now: number): Finding[] {
  const { data } = settings
  if (!existsSync(data)) return [ok('data', `${data} is made at the first start`)]
  return [
    ...examineAccess('data', data),
    ...(settings.databaseFile === undefined ? [] : examineDatabaseFile(databaseFileOf(settings))),
    ...(settings.secrets === undefined
      ? examineGenerated(join(data, 'secret'), now)
      : [ok('secret', 'from LATCHKEY_SECRET; its age is not known')]),
  ]
}

function examineAccess(subject: string, path: string): Finding[] {
  const open = openTo(statSync(path))
  return open === undefined ? [ok(subject, path)] : [unsafe(subject, `${path} ${open}`)]
}

/** A folder that nobody else may enter keeps its files, whatever their own mode. */
function examineDatabaseFile(file: string): Finding[] {
  if (!existsSync(file)) return [ok('database', `${file} is made at the first start`)]
  return openTo(statSync(dirname(resolve(file)))) === undefined ? [] : examineAccess('database', file)
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
function openTo({ mode }: Stats): string | undefined {
  if (process.platform === 'win32' || (mode & 0o077) === 0) return undefined
  return `is open to other accounts of this machine (mode ${(mode & 0o777).toString(8)})`
}
