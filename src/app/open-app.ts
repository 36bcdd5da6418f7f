/** Opens an app: its folder, its stores, and the rooms between them. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import { generatedSecret } from '../config/generated-secret.ts'
import { loadSettings } from '../config/load-settings.ts'
import { ownSettingNames } from '../config/settings-schema.ts'
import type { AppView } from '../elements/app-view.ts'
import { ConfigurationFaults, type Fault } from '../elements/fault.ts'
import { loadRegistry } from '../elements/load-registry.ts'
import type { Registry } from '../elements/registry.ts'
import type { InboxMessage } from '../sms/dev-inbox.ts'
import type { AppOptions } from './app-options.ts'
import { createLoadedElements, type LoadedElements } from './loaded-elements.ts'
import { platform } from './platform.ts'
import { buildRooms, type Rooms } from './rooms.ts'
import { closeStores, openStores } from './stores.ts'
import { startSweeper } from './sweeper.ts'
import { findUnsafe } from './unsafe-elements.ts'
import { type AppViews, createAppViews } from './views.ts'

/** An open app, seen by the system: in-process code has every right. */
export type App = AppView & {
  /** Messages of `SMS.Console`, newest first, of one number (any form) or all; for tests and development. */
  inbox(phone?: string): Promise<InboxMessage[]>
  /** Writes what is gathered and closes the stores. */
  close(): Promise<void>
}

/** An open app with everything that the process around it needs. */
export type OpenedApp = {
  readonly app: App
  readonly rooms: Rooms
  readonly views: AppViews
  readonly elements: LoadedElements
  readonly warnings: readonly Fault[]
}

/**
 * Opens the app folder `appDir`. Throws `ConfigurationFaults` with every fault of every element, before any
 * store is opened.
 */
export async function openApp(appDir: string, options: AppOptions = {}): Promise<App> {
  return (await openWholeApp(appDir, options)).app
}

export async function openWholeApp(appDir: string, options: AppOptions = {}): Promise<OpenedApp> {
  const settings = loadSettings(process.env)
  const production = options.production ?? settings.production
  const { registry, warnings } = await loadElements(appDir, options)
  const unsafe = findUnsafe(registry, { production, loopback: options.loopback ?? true })
  if (unsafe.length > 0) throw new ConfigurationFaults(unsafe)
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog('silent')
  const data = resolve(options.data ?? settings.data)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const databaseFile = options.databaseFile ?? settings.databaseFile
  const stores = await openStores({ data, databaseFile }, clock)
  const elements = createLoadedElements(() => registry, registry.appId)
  const secrets = options.secrets ?? settings.secrets ?? [generatedSecret(data)]
  const fixedUrl = options.publicUrl ?? settings.publicUrl ?? `http://${settings.host}:${settings.port}`
  const publicUrl = options.issuer ?? (() => fixedUrl)
  const rooms = buildRooms({ stores, elements, secrets, clock, log, publicUrl })
  await rooms.signingKeys.ensure([...new Set(elements.clients().all.map(({ idTokenAlg }) => idTokenAlg))])
  const views = createAppViews(rooms, elements, {
    print: options.print ?? (() => {}),
    inboxUrl: () => (options.issuer === undefined ? undefined : `${publicUrl()}/dev/inbox`),
  })
  const stopSweeper = startSweeper(rooms)

  async function close(): Promise<void> {
    stopSweeper()
    await rooms.audit.flush()
    await closeStores(stores)
  }

  const app = Object.assign(views.root, { inbox: views.inbox, close })
  return { app, rooms, views, elements, warnings }
}

async function loadElements(
  appDir: string,
  options: AppOptions,
): Promise<{ readonly registry: Registry; readonly warnings: readonly Fault[] }> {
  const { registry, faults, warnings } = await loadRegistry({
    appDir: resolve(appDir),
    platform,
    packageUrl: new URL('../index.ts', import.meta.url).href,
    environment: options.environment ?? process.env,
    ownSettings: ownSettingNames,
    reservedOrgIds: ['v1', 'v2', 'admin', 'sms', 'dev'],
  })
  if (registry === undefined) throw new ConfigurationFaults(faults)
  return { registry, warnings }
}
