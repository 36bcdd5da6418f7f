/**
 * Loads the elements anew while the app runs: as a whole or not at all. A process that did tells the others by a
 * number in the database, which each reads every second.
 */
import type { Log } from '../base/log.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { Edit, StoredEdit } from '../edits/edit.ts'
import type { PlannedChange } from '../edits/element-desk.ts'
import { raiseElementVersion, raiseVersionFrom, readElementVersion } from '../edits/element-version.ts'
import { ConfigurationFaults, type Fault, formatFault } from '../elements/fault.ts'
import type { Database } from '../storage/database.ts'
import type { ElementSet, HeldElements } from './held-elements.ts'

export type ElementReload = {
  /** Throws `ConfigurationFaults` and keeps the old set. Answers with the warnings of the new one. */
  reload(): Promise<readonly Fault[]>
  /**
   * Serves the edits that `plan` makes of those of this moment, once the set that they make has no fault and they are
   * written. Answers with the version of the set. Throws `ConfigurationFaults`, and then nothing has changed.
   */
  change(plan: (edits: readonly StoredEdit[]) => PlannedChange): Promise<number>
  /** Loads what another process has changed; done every second. */
  look(): Promise<void>
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>
}

type ReloadNeeds = {
  readonly database: Database
  readonly held: HeldElements
  readonly readEdits: () => Promise<StoredEdit[]>
  /** Throws `ConfigurationFaults`. */
  readonly load: (edits: readonly Edit[]) => Promise<LoadedSet>
  /** What has to be there before the set is served. */
  readonly prepare: (set: Pick<ElementSet, 'registry'>) => Promise<void>
  readonly log: Log
}

type LoadedSet = Omit<ElementSet, 'edits'>

const everyMs = 1_000
/** Of a change that others' changes come before: each of them got through. */
const mostTries = 5

export function createElementReload(needs: ReloadNeeds): ElementReload {
  const { database, held, readEdits, load, prepare, log } = needs
  const { appId } = held.now().registry
  /** The version that the set in use is not older than; at the start nobody knows. */
  let seen = 0
  let working: Promise<unknown> = Promise.resolve()
  let waiting = 0

  /** One after the other, so that an older set never follows a newer one. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1
    const turn = working.then(work).finally(() => {
      waiting -= 1
    })
    working = turn.catch(() => undefined)
    return turn
  }

  async function prepared(edits: readonly Edit[]): Promise<LoadedSet> {
    const set = await load(edits)
    requireSameApp(appId, set)
    await prepare(set)
    return set
  }

  async function loadAnew(): Promise<ElementSet> {
    const edits = await readEdits()
    const set = { ...(await prepared(edits)), edits }
    held.adopt(set)
    return set
  }

  async function reload(): Promise<readonly Fault[]> {
    const before = await readElementVersion(database, appId)
    const { warnings } = await loadAnew()
    await raiseElementVersion(database, appId)
    // Another number: somebody else has changed them too since this load began, so `look` loads once more.
    if ((await readElementVersion(database, appId)) === before + 1) seen = before + 1
    return warnings
  }

  async function change(plan: Parameters<ElementReload['change']>[0], tries = 1): Promise<number> {
    const before = await readElementVersion(database, appId)
    const { edits, steps } = plan(await readEdits())
    const { registry } = await prepared(edits)
    const version = before + 1
    let isLate = false
    const late = () => {
      isLate = true
      return refuse('ELEMENT_CHANGED')
    }
    try {
      await database.commit([raiseVersionFrom(appId, before, late), ...steps(registry, version)])
    } catch (error) {
      if (!isLate || !(error instanceof Refusal) || tries === mostTries) throw error
      return change(plan, tries + 1)
    }
    // It is written, so whatever keeps it from being served here does not refuse it.
    await look()
    return version
  }

  async function look(): Promise<void> {
    const version = await readElementVersion(database, appId)
    if (version === seen) return
    // What cannot be loaded is told once, and tried again at the next change.
    seen = version
    try {
      await loadAnew()
      log.info({ version }, 'the elements were changed and are loaded anew')
    } catch (error) {
      if (!(error instanceof ConfigurationFaults)) seen = 0
      const faults =
        error instanceof ConfigurationFaults ? { faults: error.faults.map(formatFault) } : { err: error }
      log.error(faults, 'the elements were changed and cannot be loaded: the old ones are served on')
    }
  }

  const timer = setInterval(() => {
    // The store that does not answer is told of by whoever needs it.
    if (waiting === 0) inTurn(look).catch(() => undefined)
  }, everyMs).unref()

  return {
    reload: () => inTurn(reload),
    change: (plan) => inTurn(() => change(plan)),
    look: () => inTurn(look),
    async stop() {
      clearInterval(timer)
      await working
    },
  }
}

function requireSameApp(appId: string, { registry }: LoadedSet): void {
  if (registry.appId === appId) return
  const message = `is ${registry.appId}, and the app that runs is ${appId}: another app needs a start of its own`
  throw new ConfigurationFaults([{ file: 'app.json', pointer: '/appId', message }])
}
