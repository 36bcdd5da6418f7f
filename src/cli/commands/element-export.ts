/** `latchkey element export`: what the console changed, as folders that can go into the app folder and its repository. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readAppId } from '../../app/read-app-id.ts'
import { confirmed } from '../ask.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { exportElements } from '../exported-elements.ts'
import { record, withInstallation } from '../open-keys.ts'
import { note, print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

export type ElementExportOptions = FolderOptions & { readonly env?: string; readonly yes?: boolean }

/** Files that are there already are written over only with `--yes` or after a question. */
export async function elementExport(dir: string, options: ElementExportOptions): Promise<void> {
  const { app } = settingsOf(options)
  const appId = readAppId(app)
  if (appId === undefined) throw new CommandFault(`--app: ${app} has no app.json that can be read`)
  await withInstallation(options, async (installation) => {
    const edits = await installation.edits.list(appId)
    const { files, variables } = exportElements(edits)
    const texts = new Map(
      Object.entries(files).map(([path, value]) => [
        join(resolve(dir), path),
        `${JSON.stringify(value, null, 2)}\n`,
      ]),
    )
    const secrets = [...variables].map(([name, value]) => `${name}=${quoted(value)}\n`).join('')
    const env = options.env === undefined ? undefined : resolve(options.env)
    await requireLeave([...texts, ...(env === undefined ? [] : [[env, secrets] as const])], options.yes)
    for (const [file, text] of texts) write(file, text, 0o666)
    if (env !== undefined) write(env, secrets, 0o600)
    const names = edits.map(({ fullName }) => fullName).join(' ')
    await record(installation, 'element.export', `${env === undefined ? '' : 'with secrets '}${names}`)
    print(`wrote ${texts.size} files of ${edits.length} elements to ${dir}`)
    if (variables.size === 0) return
    print(`${env === undefined ? 'the environment has to hold' : `${options.env} holds`}:`)
    for (const name of variables.keys()) print(`  ${name}`)
    if (env === undefined) note('Their values are in the database alone: --env FILE writes them to a file.')
  })
}

async function requireLeave(
  files: readonly (readonly [file: string, text: string])[],
  yes: boolean | undefined,
): Promise<void> {
  const differing = files.filter(([file, text]) => existsSync(file) && readFileSync(file, 'utf8') !== text)
  if (differing.length === 0 || yes === true) return
  for (const [file] of differing) note(`is there already: ${file}`)
  if (!(await confirmed('Write over these files?')))
    throw new CommandFault('stopped: nothing was written', exitStatus.no)
}

function write(file: string, text: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode })
}

/** As `node --env-file` and systemd read it. */
function quoted(value: string): string {
  if (/^[\w.:/+=@-]*$/.test(value)) return value
  return value.includes("'") ? `"${value}"` : `'${value}'`
}
