/** `latchkey user export`. */

import { once } from 'node:events'
import { link, open, rm } from 'node:fs/promises'
import { writeCsvHeader, writeCsvRows } from '../../accounts/csv-file.ts'
import { exportColumns, exportUsers } from '../../accounts/export-users.ts'
import { writeJsonLines } from '../../accounts/json-lines-file.ts'
import type { FileFormat } from '../../accounts/user-file.ts'
import { randomToken } from '../../base/random-id.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { chosenFormat } from '../file-format.ts'
import { type Accounts, withAccounts } from '../open-accounts.ts'
import { note } from '../output.ts'
import { createProgress } from '../progress.ts'

export type UserExportOptions = FolderOptions &
  TenantOptions & { readonly format?: string; readonly withPasswords?: boolean }

export async function userExport(path: string | undefined, options: UserExportOptions): Promise<void> {
  const format =
    path === undefined && options.format === undefined ? 'csv' : chosenFormat(options.format, path ?? '')
  if (options.withPasswords === true)
    note('the export holds stored passwords: whoever has the file can try passwords against them')
  await withAccounts(options, async (accounts) => {
    const users = await writeTo(path, (write) => exportAll(accounts, format, options, write))
    note(`${users} users exported`)
  })
}

type Write = (text: string) => Promise<void>

async function exportAll(
  { services, call }: Accounts,
  format: FileFormat,
  options: UserExportOptions,
  write: Write,
): Promise<number> {
  const what = { withPasswords: options.withPasswords === true }
  const columns = exportColumns(what)
  const total = await services.userList.count(call.tenantId)
  const progress = await createProgress()
  let users = 0
  if (format === 'csv') await write(writeCsvHeader(columns))
  for await (const rows of exportUsers(services, call, what)) {
    await write(format === 'csv' ? writeCsvRows(columns, rows) : writeJsonLines(columns, rows))
    users += rows.length
    progress.update(users, Math.max(total, users), `${users} users`)
  }
  progress.stop()
  return users
}

/** A file appears whole or not at all, is its owner's alone, and takes no other file's place. */
async function writeTo(path: string | undefined, work: (write: Write) => Promise<number>): Promise<number> {
  if (path === undefined) return work(writeToStandardOutput)
  const draft = `${path}.${randomToken(8)}.part`
  const file = await open(draft, 'wx', 0o600)
  try {
    const users = await work(async (text) => {
      await file.appendFile(text)
    })
    await file.sync()
    await link(draft, path)
    return users
  } finally {
    await file.close()
    await rm(draft)
  }
}

async function writeToStandardOutput(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
