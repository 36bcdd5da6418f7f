/** `latchkey user import`. */
import { realpathSync } from 'node:fs'
import { createImportProgress } from '../../accounts/import-progress.ts'
import { type ImportOptions, type ImportResult, importUsers } from '../../accounts/import-users.ts'
import { tryImport } from '../../accounts/try-import.ts'
import { openUserFile, type UserFile } from '../../accounts/user-file.ts'
import { Refusal } from '../../base/refusal.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { chosenFormat } from '../file-format.ts'
import { type Accounts, withAccounts } from '../open-accounts.ts'
import { note, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { openRejects } from '../reject-file.ts'
import { stopSignal } from '../stop-signal.ts'

export type UserImportOptions = FolderOptions &
  TenantOptions & {
    readonly format?: string
    readonly phoneLogin?: string
    readonly passwordLogin?: string
    readonly over?: string
    readonly rejects?: string
    readonly dryRun?: boolean
    readonly again?: boolean
  }

export async function userImport(path: string, options: UserImportOptions): Promise<void> {
  const format = chosenFormat(options.format, path)
  const over = chosenOver(options.over)
  demandOtherFile(path, options.rejects)
  const file = await openUserFile(path, format)
  await withAccounts(options, async (accounts) => {
    const progress = await createProgress()
    const rejects = await openRejects(options.rejects, file.rejectsHeader, progress.say)
    const run: ImportOptions = {
      defaults: { phoneLogin: options.phoneLogin, passwordLogin: options.passwordLogin, over },
      call: accounts.call,
      rejects,
      signal: stopSignal(),
      onProgress: ({ rows, rejected }, bytes) =>
        progress.update(bytes, file.bytes, `${rows} rows, ${rejected} of them rejected`),
    }
    try {
      const result = await importOrTry(accounts, file, run, options)
      progress.stop()
      tell(result, options)
    } finally {
      progress.stop()
      await rejects.close()
    }
  })
}

async function importOrTry(
  { services, call }: Accounts,
  file: UserFile,
  run: ImportOptions,
  { dryRun, again }: UserImportOptions,
): Promise<ImportResult> {
  if (dryRun === true) {
    const counts = await tryImport(services, file, run)
    return { ...counts, state: run.signal?.aborted === true ? 'stopped' : 'done', before: 0 }
  }
  if (again === true) await createImportProgress(services.database, call.tenantId, file.id).forget()
  try {
    return await importUsers(services, file, run)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'BUSY') throw error
    throw new CommandFault('another process imports this file at this moment', exitStatus.temporary)
  }
}

function tell(
  { state, before, rows, imported, rejected, needsText }: ImportResult,
  { dryRun }: UserImportOptions,
): void {
  if (state === 'done-before')
    note('this file was imported before, nothing was done; --again imports it anew')
  else if (before > 0) note(`went on behind row ${before}, where an earlier run was interrupted`)
  print(
    `${rows} rows: ${imported} ${dryRun === true ? 'would be imported' : 'imported'}, ${rejected} rejected`,
  )
  if (needsText > 0)
    note(
      `${needsText} of them have passwords over the text, in a login with passwordTransport "md5": ` +
        'they cannot log in there by password until they have once by the text transport',
    )
  if (rejected > 0) process.exitCode = exitStatus.no
  if (state !== 'stopped') return
  note(dryRun === true ? 'stopped' : `stopped behind row ${rows}: the same command goes on from there`)
  process.exitCode = exitStatus.stopped
}

function chosenOver(over: string | undefined): 'text' | 'md5' | undefined {
  if (over === undefined || over === 'text' || over === 'md5') return over
  throw new CommandFault('--over: has to be text or md5')
}

/** Rejected rows must not be written over those that are still to be read. */
function demandOtherFile(path: string, rejects: string | undefined): void {
  if (rejects === undefined) return
  try {
    if (realpathSync(path) !== realpathSync(rejects)) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  throw new CommandFault('--rejects: has to be another file than the one that is imported')
}
