/** Imports texts as files, and keeps what was rejected. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AccountServices } from '../../src/accounts/account-services.ts'
import {
  type ImportOptions,
  type ImportResult,
  importUsers,
  type RejectSink,
} from '../../src/accounts/import-users.ts'
import type { ImportDefaults } from '../../src/accounts/plan-user.ts'
import { tryImport } from '../../src/accounts/try-import.ts'
import { type FileFormat, openUserFile, type UserFile } from '../../src/accounts/user-file.ts'
import { explainRefusal } from '../../src/i18n/explain-refusal.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { operator, passwordLogin } from './open-accounts.ts'

export type Imported = ImportResult & {
  /** `line: reason` of each rejected row. */
  readonly reasons: readonly string[]
  /** What a file of rejects would hold. */
  readonly rejects: string
}

export type ImportRun = {
  readonly defaults?: ImportDefaults
  readonly signal?: AbortSignal
  readonly onProgress?: ImportOptions['onProgress']
}

export function fileOf(t: TestContext, text: string | Buffer, format: FileFormat = 'csv'): Promise<UserFile> {
  const path = join(temporaryFolder(t), `users.${format}`)
  writeFileSync(path, text)
  return openUserFile(path, format)
}

export async function importText(
  t: TestContext,
  services: AccountServices,
  text: string | Buffer,
  run: ImportRun & { readonly format?: FileFormat } = {},
): Promise<Imported> {
  return importFile(services, await fileOf(t, text, run.format), run)
}

export async function importFile(
  services: AccountServices,
  file: UserFile,
  run: ImportRun = {},
): Promise<Imported> {
  const { sink, told } = collectRejects(file)
  const result = await importUsers(services, file, optionsOf(run, sink))
  return { ...result, ...told() }
}

export async function tryFile(
  services: AccountServices,
  file: UserFile,
): Promise<Omit<Imported, 'state' | 'before'>> {
  const { sink, told } = collectRejects(file)
  return { ...(await tryImport(services, file, optionsOf({}, sink))), ...told() }
}

function optionsOf(
  { defaults = { passwordLogin }, signal, onProgress }: ImportRun,
  rejects: RejectSink,
): ImportOptions {
  return {
    defaults,
    call: operator,
    rejects,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  }
}

function collectRejects(file: UserFile) {
  const reasons: string[] = []
  let text = ''
  const sink: RejectSink = {
    async resume() {
      text = file.rejectsHeader
    },
    write(row, refusal) {
      reasons.push(`${row.line}: ${refusal.code} ${explainRefusal(refusal, 'en')}`)
      text += row.rejected(refusal.code)
    },
    flush: async () => Buffer.byteLength(text),
  }
  return { sink, told: () => ({ reasons, rejects: text }) }
}
