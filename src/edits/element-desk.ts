/**
 * What administrators do with elements. A change is checked with all other elements as a start would check them,
 * written in one transaction with its record, and served.
 */
import type { AuditLog } from '../audit/audit-log.ts'
import type { InternalHosts } from '../base/allowed-target.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import { ConfigurationFaults, type Fault } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'
import type { Step } from '../storage/database.ts'
import { consoleAppId } from './console-app-id.ts'
import { describeElement, type ElementDescription, type ElementItem, itemOf } from './describe-element.ts'
import type { Edit, StoredEdit } from './edit.ts'
import type { EditStore } from './edit-store.ts'
import { keepEdit, settingsFileOf, type WantedElement } from './keep-edit.ts'
import { type PlacedFault, placeFault, refuseFaults } from './placed-fault.ts'
import { asEdit, withSecrets } from './secrets-of-edit.ts'
import { type SettingDifference, settingDifferences } from './setting-differences.ts'

export interface ElementDesk {
  /** By fullName. */
  list(): ElementItem[]
  /** Refused as `ELEMENT_NOT_FOUND`. */
  show(fullName: string): ElementDescription
  /** What a change would do; changes nothing. Nothing in place of an element takes its edit back. */
  check(fullName: string, wanted: WantedElement | undefined): Promise<CheckedElement>
  /**
   * Writes an edit in place of the one of `version`, 0 for none, and answers with its version. Refused as
   * `ELEMENT_FAULTY` and `ELEMENT_CHANGED`.
   */
  put(wanted: WantedElement, version: number, call: CallContext): Promise<number>
  /** Takes an edit back; what it replaced is there again. Refused as `put` is. */
  remove(fullName: string, version: number, call: CallContext): Promise<void>
}

export type CheckedElement = {
  readonly faults: readonly PlacedFault[]
  /** Those that are new. */
  readonly warnings: readonly PlacedFault[]
  readonly differences: readonly SettingDifference[]
}

/** A set of elements, and the edits that it was made with. */
export type EditedSet = {
  readonly registry: Registry
  readonly warnings: readonly Fault[]
  readonly edits: readonly StoredEdit[]
}

export type PlannedChange = {
  readonly edits: readonly Edit[]
  /** What is written once the set that the edits make has no fault. */
  readonly steps: (registry: Registry, version: number) => readonly Step[]
}

type DeskNeeds = {
  readonly appId: string
  /** Whose elements are the package's own. */
  readonly packageAppId: string
  /** What is served. */
  readonly now: () => EditedSet
  /** The set that `edits` would make. Throws `ConfigurationFaults`. */
  readonly load: (edits: readonly Edit[]) => Promise<Pick<EditedSet, 'registry' | 'warnings'>>
  /** Writes and serves what `plan` makes of the edits of this moment; the version. Throws `ConfigurationFaults`. */
  readonly change: (plan: (edits: readonly StoredEdit[]) => PlannedChange) => Promise<number>
  /** Hosts that elements may send to though their addresses are not public. */
  readonly internalHosts: InternalHosts
  readonly store: EditStore
  readonly audit: AuditLog
}

const changed = () => refuse('ELEMENT_CHANGED')

export function createElementDesk(needs: DeskNeeds): ElementDesk {
  const { appId, packageAppId, now, load, change, internalHosts, store, audit } = needs

  /** What the element is before a change. */
  function currentOf(fullName: string, edits: readonly StoredEdit[]): Edit | undefined {
    const { registry } = now()
    const edit = find(edits, fullName)
    return edit === undefined ? asEdit(registry.element(fullName)) : withSecrets(edit, registry)
  }

  const keep = (wanted: WantedElement, before: Edit | undefined) =>
    keepEdit(wanted, before, {
      schema: now().registry.element(wanted.type)?.class?.settings,
      internalHosts,
    })

  async function put(wanted: WantedElement, over: number, call: CallContext): Promise<number> {
    const { fullName } = wanted
    return change((edits) => {
      requireVersion(edits, fullName, over)
      const before = currentOf(fullName, edits)
      const { edit, faults, unmoved } = keep(wanted, before)
      if (faults.length > 0) throw new ConfigurationFaults(faults)
      return {
        edits: exchanged(edits, fullName, edit),
        steps(registry, version) {
          const written = withSecrets(edit, registry)
          const places = settingDifferences(before, written, unmoved).map(({ pointer }) => pointer)
          const event = { action: 'element.put', result: 'success', subject: fullName, ...detailOf(places) }
          const versions = { over, version }
          return [store.put(appId, written, versions, nameOf(call), changed), audit.step(event, call)]
        },
      }
    })
  }

  async function remove(fullName: string, version: number, call: CallContext): Promise<number> {
    return change((edits) => {
      requireVersion(edits, fullName, version)
      if (version === 0) throw new ConfigurationFaults([notEdited(fullName)])
      const event = { action: 'element.remove', result: 'success', subject: fullName }
      return {
        edits: exchanged(edits, fullName),
        steps: () => [store.remove(appId, fullName, version, changed), audit.step(event, call)],
      }
    })
  }

  async function check(fullName: string, wanted: WantedElement | undefined): Promise<CheckedElement> {
    const { edits, warnings: known, registry: served } = now()
    const before = currentOf(fullName, edits)
    const kept = wanted === undefined ? removalOf(fullName, edits) : keep(wanted, before)
    const { edit, faults: own, unmoved } = kept
    const { registry, faults, warnings } = await attempt(() => load(exchanged(edits, fullName, edit)))
    const after =
      edit === undefined ? asEdit(registry?.element(fullName)) : withSecrets(edit, registry ?? served)
    const place = (fault: Fault) => placeFault(fault, settingsFileOf(fullName))
    return {
      faults: [...own, ...faults].map(place),
      warnings: warnings.filter((one) => !known.some((old) => isSame(old, one))).map(place),
      differences: settingDifferences(before, after, unmoved),
    }
  }

  return {
    list: () =>
      now()
        .registry.elements()
        .map((element) => itemOf(element, packageAppId)),
    show(fullName) {
      const { registry, edits } = now()
      const element = registry.element(fullName)
      if (element !== undefined)
        return describeElement(element, { registry, edit: find(edits, fullName), packageAppId })
      throw refuse('ELEMENT_NOT_FOUND', { fullName, nearest: registry.nearest(fullName) })
    },
    check,
    async put(wanted, version, call) {
      return put(wanted, version, call).catch(toRefusal)
    },
    async remove(fullName, version, call) {
      await remove(fullName, version, call).catch(toRefusal)
    },
  }
}

function find(edits: readonly StoredEdit[], fullName: string): StoredEdit | undefined {
  return edits.find((one) => one.fullName === fullName)
}

/** The edits with another one of this name, or none. */
function exchanged(edits: readonly StoredEdit[], fullName: string, edit?: Edit): readonly Edit[] {
  return [...edits.filter((one) => one.fullName !== fullName), ...(edit === undefined ? [] : [edit])]
}

function requireVersion(edits: readonly StoredEdit[], fullName: string, version: number): void {
  if ((find(edits, fullName)?.version ?? 0) !== version) throw changed()
}

function removalOf(fullName: string, edits: readonly StoredEdit[]) {
  const faults = find(edits, fullName) === undefined ? [notEdited(fullName)] : []
  return { edit: undefined, faults, unmoved: new Set<string>() }
}

function notEdited(fullName: string): Fault {
  return { file: consoleAppId, pointer: '', message: `has no ${fullName} that could be taken back` }
}

type Attempt = {
  readonly registry?: Registry
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

async function attempt(load: () => Promise<Pick<EditedSet, 'registry' | 'warnings'>>): Promise<Attempt> {
  try {
    return { ...(await load()), faults: [] }
  } catch (error) {
    if (error instanceof ConfigurationFaults) return { faults: error.faults, warnings: [] }
    throw error
  }
}

function isSame(one: Fault, other: Fault): boolean {
  return one.file === other.file && one.pointer === other.pointer && one.message === other.message
}

const longestDetail = 500

/** By place, never by value. */
function detailOf(places: readonly string[]): { readonly detail?: string } {
  return places.length === 0 ? {} : { detail: places.join(' ').slice(0, longestDetail) }
}

function nameOf({ caller }: CallContext): string {
  return caller.kind === 'system' ? (caller.admin ?? 'system') : caller.kind
}

function toRefusal(error: unknown): never {
  throw refuseFaults(error)
}
