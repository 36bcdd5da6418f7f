/** Loads an app of a test from files. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { BuiltRegistry } from '../../../src/elements/build-registry.ts'
import { formatFault } from '../../../src/elements/fault.ts'
import { type LoadOptions, loadRegistry } from '../../../src/elements/load-registry.ts'
import type { Registry } from '../../../src/elements/registry.ts'
import { platform } from './greeting.ts'
import { type Files, tempFolder } from './temp-folder.ts'

export const appJson = { 'app.json': { appId: 'acme.login', title: 'Acme' } }

export type LoadedApp = BuiltRegistry & {
  readonly appDir: string
  /** As the start prints them. */
  readonly told: readonly string[]
  readonly warned: readonly string[]
}

type More = Partial<Omit<LoadOptions, 'appDir'>>

export async function loadApp(
  t: Pick<TestContext, 'after'>,
  files: Files,
  more: More = {},
): Promise<LoadedApp> {
  return loadFolder(t, tempFolder(t, { ...appJson, ...files }), more)
}

export async function loadFolder(
  t: Pick<TestContext, 'after'>,
  appDir: string,
  more: More = {},
): Promise<LoadedApp> {
  const loaded = await loadRegistry({
    appDir,
    platform,
    packageUrl: packageIn(tempFolder(t)),
    environment: {},
    ownSettings: ['LATCHKEY_SECRET', 'DATABASE_URL'],
    ...more,
  })
  return { ...loaded, appDir, told: loaded.faults.map(formatFault), warned: loaded.warnings.map(formatFault) }
}

/** The registry of files that have no fault. */
export async function registryOf(
  t: Pick<TestContext, 'after'>,
  files: Files,
  more: More = {},
): Promise<Registry> {
  const { registry, told } = await loadApp(t, files, more)
  if (registry === undefined) throw new Error(told.join('\n'))
  return registry
}

/** A stand-in for the package's index, with what the modules of the tests need of it. */
export function packageIn(folder: string): string {
  const room = import.meta.resolve('../../../src/elements/')
  const index = path.join(folder, 'index.ts')
  writeFileSync(
    index,
    [
      `export { ElementType } from '${room}element-type.ts'`,
      `export { defineFunctions, optionalParam, param, text } from '${room}define-type.ts'`,
      `export { default as Type } from '${import.meta.resolve('typebox')}'`,
      `export { Greeting, Hello } from '${import.meta.resolve('./greeting.ts')}'`,
    ].join('\n'),
  )
  return pathToFileURL(index).href
}
