/** Opens a real app on real stores (SQLite files; with LATCHKEY_TEST_STORE=postgres a PostgreSQL database): its folder is written from an object, its clock stands until it is turned. */
import type { TestContext } from 'node:test'
import type { AppOptions } from '../../src/app/app-options.ts'
import { type OpenedApp, openWholeApp } from '../../src/app/open-app.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { testDatabaseUrl } from './test-database-url.ts'
import { type TurningClock, turningClock } from './turning-clock.ts'
import { writeTree } from './write-tree.ts'

/** An element's folder. Over a default element only what differs needs to be given. */
export type TestElement = {
  readonly type?: string
  /** The configuration file; its keys go over those of the default element. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Further keys of `e.json`. */
  readonly manifest?: Readonly<Record<string, unknown>>
  /** Further files, such as a Type's module. */
  readonly files?: Readonly<Record<string, string>>
}

export type TestAppOptions = Omit<AppOptions, 'clock'> & {
  /** By fullName; over the default elements, of which `undefined` takes one away. */
  readonly elements?: Readonly<Record<string, TestElement | undefined>>
  readonly clock?: TurningClock
}

export type TestApp = OpenedApp & {
  readonly clock: TurningClock
  /** The app's folder. */
  readonly folder: string
  /** The folder of the databases: hand it to another app to open them again. */
  readonly data: string
  /** For tests that close early; else it happens after the test. */
  close(): Promise<void>
}

export const testSecret = 'a secret of the tests, with more than 32 characters'
export const testClientId = 'testWeb0testWeb0testWeb0testWeb0'

/** What every app has unless a test says otherwise. */
const defaultElements: Readonly<Record<string, TestElement>> = {
  'auths.loginTypes.phone': {
    type: 'auths.loginTypes.PhoneType',
    config: { smsFullName: 'SMS.console', allowedCountries: ['CN', 'US', 'GB'] },
  },
  'SMS.console': { type: 'SMS.Console', config: { print: false } },
  'corps.Default': { type: 'corps.NormalType', config: { corpId: 'acme' } },
  'clients.web': {
    type: 'clients.NormalType',
    config: {
      clientId: testClientId,
      default: 1,
      profile: 'bamboocloud',
      phoneLogin: 'auths.loginTypes.phone',
      autoRegister: true,
      captcha: 'off',
      idTokenAlg: 'ES256',
    },
  },
}

export async function openTestApp(t: TestContext, options: TestAppOptions = {}): Promise<TestApp> {
  let opened: OpenedApp | undefined
  let closing: Promise<void> | undefined
  const close = async () => {
    closing ??= opened?.app.close()
    await closing
  }
  if (options.data !== undefined) t.after(close)
  const { elements = {}, clock = turningClock(), data = temporaryFolder(t, close), ...others } = options
  const folder = temporaryFolder(t)
  writeTree(folder, filesOf(elements))
  const databaseUrl = await testDatabaseUrl(data)
  opened = await openWholeApp(folder, {
    clock,
    data,
    databaseUrl,
    secrets: [testSecret],
    deliversWebhooks: false,
    // A loaded machine is no store that is away; tests of those say 'requests'.
    patience: 'commands',
    ...others,
  })
  return { ...opened, clock, folder, data, close }
}

function filesOf(elements: NonNullable<TestAppOptions['elements']>): Record<string, string> {
  const files: Record<string, string> = {
    'app.json': JSON.stringify({ appId: 'acme.login', title: 'Acme', version: '1.0.0' }),
  }
  for (const fullName of new Set([...Object.keys(defaultElements), ...Object.keys(elements)])) {
    const given = elements[fullName]
    if (given === undefined && fullName in elements) continue
    Object.assign(files, filesOfElement(fullName, defaultElements[fullName] ?? {}, given ?? {}))
  }
  return files
}

function filesOfElement(fullName: string, usual: TestElement, given: TestElement): Record<string, string> {
  const folder = fullName.replaceAll('.', '/')
  const name = fullName.split('.').at(-1)
  const manifest = { title: name, type: given.type ?? usual.type, ...usual.manifest, ...given.manifest }
  const files = Object.entries({ ...usual.files, ...given.files }).map(
    ([path, text]) => [`${folder}/${path}`, text] as const,
  )
  const config = { ...usual.config, ...given.config }
  const configured = usual.config !== undefined || given.config !== undefined
  return {
    [`${folder}/e.json`]: JSON.stringify(manifest),
    ...(configured ? { [`${folder}/${name}.json`]: JSON.stringify(config) } : {}),
    ...Object.fromEntries(files),
  }
}
