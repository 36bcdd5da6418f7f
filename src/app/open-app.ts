/** Opens an app: its folder, its stores, and the rooms between them. */
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createRecoveryDesk, type RecoveryDesk } from '../accounts/recovery-desk.ts'
import { systemClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import { Refusal } from '../base/refusal.ts'
import { loadSettings, type Settings } from '../config/load-settings.ts'
import { type Edit, toElement } from '../edits/edit.ts'
import { createEditStore } from '../edits/edit-store.ts'
import { createElementDesk, type ElementDesk } from '../edits/element-desk.ts'
import { ConfigurationFaults, type Fault } from '../elements/fault.ts'
import { createKeyring } from '../secrets/keyring.ts'
import type { App } from './app.ts'
import type { AppOptions } from './app-options.ts'
import { claimData } from './data-owner.ts'
import { createElementReload, type ElementReload } from './element-reload.ts'
import { createHeldElements, type ElementSet, type HeldElements } from './held-elements.ts'
import { loadFolder, withEdits } from './load-edited.ts'
import { loadElements } from './load-elements.ts'
import { createLoadedElements, type LoadedElements } from './loaded-elements.ts'
import { platform } from './platform.ts'
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
  readonly reload: ElementReload
  /** What administrators do with elements. */
  readonly desk: ElementDesk
  readonly recoveryDesk: RecoveryDesk
  /** Everything that `work` does sees one set of elements, though others are loaded meanwhile. */
  readonly onOneSet: HeldElements['onOneSet']
}

/**
 * Opens the app folder `appDir`. Throws `ConfigurationFaults` with every fault of every element; where no store can
 * hold an edit that mends them, before any is opened.
 */
export async function openWholeApp(appDir: string, options: AppOptions = {}): Promise<OpenedApp> {
  const settings = loadSettings(process.env)
  const load = (edits: readonly Edit[]) => loadSafeElements(appDir, options, settings, edits)
  const data = resolve(options.data ?? settings.data)
  const places = { ...placesOf(options, settings), data }
  const folder = await loadFolder(load, appDir, places)
  const secrets = rootSecrets(options.secrets ?? settings.secrets, places)
  const stores = await openStores(places, options.clock ?? systemClock)
  try {
    const { database } = stores
    const keyring = createKeyring(secrets)
    const surroundings = surroundingsOf(options, settings)
    await patiently(() => requireSecret(database, keyring, data))
    const editStore = createEditStore({ database, keyring, clock: surroundings.clock })
    const first = await patiently(() => withEdits(folder, editStore, load))
    const held = createHeldElements(first)
    const elements = createLoadedElements(held.now)
    const rooms = buildRooms({ stores, elements, keyring, ...surroundings })
    await patiently(() => rooms.events.refresh())
    const prepare = ({ registry }: Pick<ElementSet, 'registry'>) =>
      rooms.signingKeys.ensure(elements.algorithmsOf(registry))
    await patiently(() => prepare(first))
    const { registry, warnings } = first
    const { appId } = registry
    const shared = claimData(data, appId)
    const all = shared === undefined ? warnings : [...warnings, shared]
    const readEdits = () => editStore.list(appId)
    const reload = createElementReload({ ...rooms, held, readEdits, load, prepare })
    const desk = createElementDesk({
      ...rooms,
      ...reload,
      appId,
      packageAppId: platform.appId,
      now: held.now,
      load,
      store: editStore,
    })
    return furnish(rooms, elements, options, { warnings: all, settings, reload, desk, held })
  } catch (error) {
    await closeStores(stores)
    throw error
  }
}

const hourMs = 3_600_000

const mostTries = 10
/** A store that restarts refuses at once. */
const pauseMs = 500

/** A start waits longer for a busy store than a request may: nobody is served meanwhile. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work()
    } catch (error) {
      const isAway = error instanceof Refusal && error.code === 'STORE_UNAVAILABLE'
      if (!isAway || tries >= mostTries) throw error
      await setTimeout(pauseMs)
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
    patience: options.patience ?? 'requests',
  }
}

/** Throws `ConfigurationFaults`, also for elements that must not be where the program runs. */
async function loadSafeElements(
  appDir: string,
  options: AppOptions,
  settings: Settings,
  edits: readonly Edit[],
): Promise<Omit<ElementSet, 'edits'>> {
  const { environment } = options
  const loaded = await loadElements(appDir, environment, edits.map(toElement))
  const { registry, title, faults, warnings } = loaded
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
    deletionGraceDays: settings.deletionGraceDays,
    webhookInternalHosts: options.webhookInternalHosts ?? settings.webhookInternalHosts,
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

type Furnishing = Pick<OpenedApp, 'warnings' | 'reload' | 'desk'> & {
  readonly settings: Settings
  readonly held: HeldElements
}

function furnish(
  rooms: Rooms,
  elements: LoadedElements,
  options: AppOptions,
  { warnings, settings, reload, desk, held }: Furnishing,
): OpenedApp {
  const { print = () => {} } = options
  const { onOneSet } = held
  const inboxUrl = () => inboxUrlOf(options, settings)
  const views = createAppViews(rooms, elements, { print, inboxUrl, onOneSet })
  const recoveryDesk = createRecoveryDesk({ ...rooms, ...views, waitMs: settings.recoveryWaitHours * hourMs })
  const stopSweeper = startSweeper(rooms, settings, {
    tendRecoveries: (batch) => onOneSet(() => recoveryDesk.tend(batch)),
    tellNotices: () => onOneSet(() => recoveryDesk.tellNotices()),
  })
  if (options.deliversWebhooks !== false) rooms.courier.start()

  async function close(): Promise<void> {
    await reload.stop()
    await Promise.all([stopSweeper(), rooms.courier.stop()])
    await rooms.background.settled()
    await rooms.captchaDrawer.close()
    await rooms.sliderDrawer.close()
    await rooms.receipts.stop()
    await rooms.counts.flush()
    await rooms.events.flush()
    await rooms.audit.close()
    await rooms.messages.flush()
    await closeStores(rooms)
  }

  const asSession = createSessionViews({ ...views, sessions: rooms.sessions })
  const reloadElements = () => reload.reload()
  const app = Object.assign(views.root, { asSession, inbox: views.inbox, reloadElements, close })
  return { app, rooms, views, elements, warnings, reload, desk, recoveryDesk, onOneSet }
}
