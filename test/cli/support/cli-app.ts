/** An app folder and a data folder for the commands, as `latchkey init` would have made them. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { appTemplate } from '../../../src/cli/app-template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeTree } from '../../support/write-tree.ts'

export type CliPlace = { readonly folder: string; readonly app: string; readonly data: string }

export const phoneLogin = 'auths.loginTypes.phone'
export const passwordLogin = 'auths.loginTypes.password'

/** `files` go over those of the template; `undefined` leaves one out. */
export function cliApp(t: TestContext, files: Readonly<Record<string, unknown>> = {}): CliPlace {
  const folder = temporaryFolder(t)
  const template = appTemplate({ title: 'Acme', appId: 'acme.login', countries: ['CN', 'US'] })
  const all = Object.entries({ ...template, ...files }).filter(([, value]) => value !== undefined)
  const app = join(folder, 'app')
  writeTree(app, Object.fromEntries(all.map(([path, value]) => [path, JSON.stringify(value)])))
  return { folder, app, data: join(folder, 'data') }
}
