/** `latchkey backup`: the embedded database in one file, while the server serves. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { asStoreFault, databaseFileOf } from '../../app/stores.ts'
import { randomToken } from '../../base/random-id.ts'
import type { Settings } from '../../config/load-settings.ts'
import { backUpSqlite } from '../../sqlite/back-up-sqlite.ts'
import { checkSqlite } from '../../sqlite/check-sqlite.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { note, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { settingsOf } from '../settings-of.ts'
import { stopSignal } from '../stop-signal.ts'

export async function backup(
  path: string,
  { force = false, ...folder }: FolderOptions & { readonly force?: boolean },
): Promise<void> {
  const settings = settingsOf(folder)
  if (settings.databaseUrl !== undefined)
    throw new CommandFault(adviceFor(settings.databaseUrl, path), exitStatus.no)
  const source = databaseFileOf(settings)
  if (!existsSync(source))
    throw new CommandFault(`${source}: is not there, so there is nothing to back up`, exitStatus.noInput)
  demandFolder(dirname(path))
  if (isOwnFile(path, source, settings.data))
    throw new CommandFault(`${path}: is a file of the installation itself`, exitStatus.cannotCreate)
  if (!force) demandFree(path)
  else if (existsSync(path) && statSync(path).isDirectory())
    throw new CommandFault(`${path}: is a folder`, exitStatus.cannotCreate)
  await writeBackup(source, path, force)
  print(`${path}: ${statSync(path).size} bytes, checked`)
  note(whatBelongsToIt(settings))
}

/** It appears whole and checked, or not at all. */
async function writeBackup(source: string, path: string, force: boolean): Promise<void> {
  const draft = `${path}.${randomToken(8)}.part`
  try {
    await fill(source, draft, path)
    const [damage, ...more] = checkSqlite(draft)
    if (damage !== undefined)
      throw new CommandFault(
        `${source}: is damaged, and no backup was made: ${damage}${more.length > 0 ? ' and more' : ''}`,
        exitStatus.data,
      )
    if (force) await rename(draft, path)
    else await place(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Replaces nothing, also what came to be there meanwhile, as far as the file system knows hard links. */
async function place(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch {
    demandFree(path)
    await rename(draft, path)
  }
}

async function fill(source: string, draft: string, path: string): Promise<void> {
  const progress = await createProgress()
  const stopped = stopSignal()
  try {
    await backUpSqlite(source, draft, (done, total) => {
      if (stopped.aborted) throw new CommandFault('stopped: no backup was made', exitStatus.stopped)
      progress.update(done, total, `${done} of ${total} pages`)
    })
  } catch (error) {
    throw asStoreFault(isOfWriting(error) ? path : source, error)
  } finally {
    progress.stop()
  }
}

/** SQLite's codes for a full disk and for a file that cannot be written: the source has been read by then. */
const writingCodes: ReadonlySet<number> = new Set([10, 13])

function isOfWriting(error: unknown): boolean {
  const code: unknown = Object(error).errcode
  return typeof code === 'number' && writingCodes.has(code & 0xff)
}

function demandFolder(path: string): void {
  if (!existsSync(path) || !statSync(path).isDirectory())
    throw new CommandFault(`${path}: is no folder`, exitStatus.cannotCreate)
}

/** By whatever name: through a link of a folder, or as a link of the file. */
function isOwnFile(path: string, source: string, data: string): boolean {
  const own = [source, `${source}-wal`, `${source}-shm`, join(data, 'secret')]
  const expiring = join(data, 'ephemeral.sqlite')
  const target = placeOf(path)
  return [...own, expiring, `${expiring}-wal`, `${expiring}-shm`].some(
    (file) => placeOf(file) === target || isSameFile(file, path),
  )
}

function placeOf(path: string): string {
  const folder = dirname(resolve(path))
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path))
}

function isSameFile(left: string, right: string): boolean {
  if (!existsSync(left) || !existsSync(right)) return false
  const [of, other] = [statSync(left), statSync(right)]
  return of.dev === other.dev && of.ino === other.ino
}

function demandFree(path: string): void {
  if (existsSync(path))
    throw new CommandFault(`${path}: is there already; --force replaces it`, exitStatus.cannotCreate)
}

function whatBelongsToIt({ secrets, data }: Settings): string {
  const secret = secrets === undefined ? `the file ${join(data, 'secret')}` : 'LATCHKEY_SECRET'
  return `it cannot be used without the secret: keep ${secret} too, and in another place; codes and tickets are not in it`
}

/** PostgreSQL's own tool does it better than we could. */
function adviceFor(databaseUrl: string, path: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  const mode = url.searchParams.get('sslmode')
  const authority = url.searchParams.get('sslrootcert')
  url.search = ''
  if (mode !== null) url.searchParams.set('sslmode', mode === 'no-verify' ? 'require' : mode)
  if (authority !== null) url.searchParams.set('sslrootcert', authority)
  return [
    'the database is PostgreSQL, whose own tool backs it up while the server runs:',
    `  umask 077; pg_dump --format=custom --no-unlogged-table-data --file=${quoted(path)} ${quoted(url.href)}`,
    'it asks for the password, or takes it from PGPASSWORD. Keep LATCHKEY_SECRET too, and in another place',
  ].join('\n')
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
