/** Opens an app: its folder, its stores, and the rooms between them. */
import { resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import { loadSettings, type Settings } from '../config/load-settings.ts'
import { ConfigurationFaults, type Fault } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'
import type { App } from './app.ts'
import type { AppOptions } from './app-options.ts'
import { claimData } from './data-owner.ts'
import { loadElements } from './load-elements.ts'
import { createLoadedElements, type LoadedElements } from './loaded-elements.ts'
import { requireSecret } from './require-secret.ts'
import { buildRooms, type Rooms } from './rooms.ts'
import { rootSecrets } from './root-secrets.ts'
import { servesInbox } from './serves-inbox.ts'
import { createSessionViews } from './session-views.ts'
import { closeStores, openStores } from './stores.ts'
import { startSweeper } from './sweeper.ts'
import { findUnsafe } from './unsafe-elements.ts'
import { type AppViews, createAppViews } from './views.ts'

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
export async function openWholeApp(appDir: string, options: AppOptions = {}): Promise<OpenedApp> {
  const settings = loadSettings(process.env)
  const { registry, title, warnings } = await loadSafeElements(appDir, options, settings)
  const data = resolve(options.data ?? settings.data)
  const places = { ...placesOf(options, settings), data }
  const secrets = rootSecrets(options.secrets ?? settings.secrets, places)
  const stores = await openStores(places, options.clock ?? systemClock)
  try {
    const elements = createLoadedElements(() => registry, title)
    const rooms = buildRooms({ stores, elements, secrets, ...surroundingsOf(options, settings) })
    await requireSecret(rooms.database, rooms.keyring, data)
    await rooms.signingKeys.ensure([...new Set(elements.clients().all.map(({ idTokenAlg }) => idTokenAlg))])
    const shared = claimData(data, registry.appId)
    const all = shared === undefined ? warnings : [...warnings, shared]
    return furnish(rooms, elements, options, { warnings: all, settings })
  } catch (error) {
    await closeStores(stores)
    throw error
  }
}

/** A file that is given goes before a URL of the environment. */
function placesOf(options: AppOptions, settings: Settings) {
  const { databaseFile, databaseUrl } = options.databaseFile || options.databaseUrl ? options : settings
  return {
    databaseFile,
    databaseUrl,
    databasePoolSize: options.databasePoolSize ?? settings.databasePoolSize,
    redisUrl: options.redisUrl ?? settings.redisUrl,
  }
}

/** Throws `ConfigurationFaults`, also for elements that must not be where the program runs. */
async function loadSafeElements(
  appDir: string,
  options: AppOptions,
  settings: Settings,
): Promise<{ readonly registry: Registry; readonly title: string; readonly warnings: readonly Fault[] }> {
  const { registry, title, faults, warnings } = await loadElements(appDir, options.environment)
  if (registry === undefined) throw new ConfigurationFaults(faults)
  const production = options.production ?? settings.production
  const unsafe = findUnsafe(registry, { production, loopback: options.loopback ?? true })
  if (unsafe.length > 0) throw new ConfigurationFaults(unsafe)
  return { registry, title: title ?? registry.appId, warnings }
}

function surroundingsOf(options: AppOptions, settings: Settings) {
  const fixedUrl = options.publicUrl ?? settings.publicUrl ?? `http://${settings.host}:${settings.port}`
  return {
    clock: options.clock ?? systemClock,
    log: options.log ?? createLog('silent'),
    publicUrl: options.issuer ?? (() => fixedUrl),
    captchaSources: options,
  }
}

function inboxUrlOf({ issuer, production }: AppOptions, settings: Settings): string | undefined {
  if (issuer === undefined) return undefined
  const { trustedProxies } = settings
  const isServed = servesInbox({
    production: production ?? settings.production,
    trustedProxies,
    publicUrl: issuer,
  })
  return isServed ? `${issuer()}/dev/inbox` : undefined
}

function furnish(
  rooms: Rooms,
  elements: LoadedElements,
  options: AppOptions,
  { warnings, settings }: { readonly warnings: readonly Fault[]; readonly settings: Settings },
): OpenedApp {
  const { print = () => {} } = options
  const views = createAppViews(rooms, elements, { print, inboxUrl: () => inboxUrlOf(options, settings) })
  const stopSweeper = startSweeper(rooms, settings.auditDays)

  async function close(): Promise<void> {
    await stopSweeper()
    await rooms.background.settled()
    await rooms.captchaDrawer.close()
    await rooms.sliderDrawer.close()
    await rooms.audit.flush()
    await closeStores(rooms)
  }

  const asSession = createSessionViews({ ...views, sessions: rooms.sessions })
  const app = Object.assign(views.root, { asSession, inbox: views.inbox, close })
  return { app, rooms, views, elements, warnings }
}
