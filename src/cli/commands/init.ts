/** `latchkey init`. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { appTemplate } from '../app-template.ts'
import { requireKeyboard } from '../ask.ts'
import { askAboutApp, type GivenAnswers } from '../ask-about-app.ts'
import { CommandFault } from '../command-fault.ts'
import { exitStatus } from '../exit-status.ts'
import { note, print } from '../output.ts'

export type InitOptions = GivenAnswers & { readonly yes?: boolean }

export async function init(dir: string, options: InitOptions): Promise<void> {
  const folder = resolve(dir)
  demandEmpty(folder, dir)
  if (options.yes !== true) requireKeyboard('--yes')
  const keyboard = options.yes === true ? undefined : { output: process.stderr }
  const answers = await askAboutApp(basename(folder), options, keyboard)
  const files = appTemplate(answers)
  for (const [path, value] of Object.entries(files)) write(join(folder, path), value)
  print(`wrote ${Object.keys(files).length} files of ${answers.appId} to ${dir}`)
  note(
    'Codes go to the development inbox (SMS.console), and the client asks for no captcha ("captcha": "off"):',
  )
  note('good for trying it out, neither of them for production.')
  note('An application that logs in at /login is registered in clients/web/client.json: "redirectUris".')
  note(`Next: npm run latchkey -- start --app ${dir} --data ${dataFolderFor(folder, dir)}`)
}

/** Beside the app, so that no two share one. */
function dataFolderFor(folder: string, dir: string): string {
  const data = `${folder}-data`
  return isAbsolute(dir) ? data : relative('', data)
}

function demandEmpty(folder: string, dir: string): void {
  if (filesIn(folder).length > 0) throw new CommandFault(`${dir}: is not empty`, exitStatus.cannotCreate)
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Never over a file that is there. */
function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx' })
}
