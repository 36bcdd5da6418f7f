/** An element as it was sent, made whole with the secrets that stay as they are. */
import type { TSchema } from 'typebox'
import { type InternalHosts, targetFault } from '../base/allowed-target.ts'
import { type Fault, type SettingFault, toPointer } from '../elements/fault.ts'
import { destinationPaths } from '../elements/secrets.ts'
import { consoleAppId } from './console-app-id.ts'
import type { Edit } from './edit.ts'
import { keepSecrets } from './secret-marks.ts'

export type WantedElement = Pick<Edit, 'fullName' | 'title' | 'type' | 'description'> & {
  /** Marks where secrets stay. */
  readonly settings: unknown
}

export type KeptEdit = {
  readonly edit: Edit
  readonly faults: readonly Fault[]
  /** Pointers of the secrets that were sent as marks and stand where they stood. */
  readonly unmoved: ReadonlySet<string>
}

/** Deeper settings than any Type has would end the process's stack. */
const deepest = 32

export type KeepingRules = {
  /** Of the settings. */
  readonly schema: TSchema | undefined
  /** Hosts that secrets may be sent to though their addresses are not public. */
  readonly internalHosts: InternalHosts
}

/** `before`: the element that the edit takes the place of. */
export function keepEdit(
  wanted: WantedElement,
  before: Edit | undefined,
  { schema, internalHosts }: KeepingRules,
): KeptEdit {
  const settingsFile = settingsFileOf(wanted.fullName)
  const told = (faults: readonly SettingFault[]) =>
    faults.map(({ pointer, message }) => ({ file: settingsFile, pointer, message }))
  if (isDeeper(wanted.settings, deepest)) {
    const faults = told([{ pointer: '', message: 'is nested too deeply' }])
    return { edit: { ...wanted, settings: {}, secretsAt: new Set() }, faults, unmoved: new Set() }
  }
  const { settings, kept, faults } = keepSecrets(wanted.settings, secretsOf(before))
  const edit = { ...wanted, settings, secretsAt: new Set(kept.keys()) }
  const gone = isSentElsewhere(before, edit, schema) ? [...kept.keys()].map(enterAnew) : []
  const unmoved = [...kept].filter(([pointer, at]) => pointer === at).map(([pointer]) => pointer)
  const inside = targetFaults(settings, schema, internalHosts)
  return { edit, faults: told([...faults, ...gone, ...inside]), unmoved: new Set(unmoved) }
}

/** What faults call the settings of an edit, as the loader does. */
export function settingsFileOf(fullName: string): string {
  return `${consoleAppId}/${fullName.replaceAll('.', '/')}/${fullName.split('.').at(-1)}.json`
}

function secretsOf(edit: Edit | undefined): Record<string, unknown> {
  const secrets = [...(edit?.secretsAt ?? [])].map((pointer) => [pointer, valueAt(edit?.settings, pointer)])
  return Object.fromEntries(secrets)
}

function valueAt(settings: unknown, pointer: string): unknown {
  let value = settings
  for (const key of pointer.split('/').slice(1))
    value = (value as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
  return value
}

/** Nobody gets a secret told by having it sent to another place (spec 1, "Inheritance"). */
function isSentElsewhere(before: Edit | undefined, after: Edit, schema: TSchema | undefined): boolean {
  return before !== undefined && destinationsOf(before, schema) !== destinationsOf(after, schema)
}

function enterAnew(pointer: string): SettingFault {
  return { pointer, message: 'has to be entered anew: where the service sends to has changed' }
}

/** Nobody has this server call hosts that only it can reach. What is no URL is left to the Type. */
function targetFaults(
  settings: unknown,
  schema: TSchema | undefined,
  internalHosts: InternalHosts,
): SettingFault[] {
  return destinationPointers(settings, schema).flatMap((pointer) => {
    const text = valueAt(settings, pointer)
    const url = typeof text === 'string' && /^[a-z]+:/i.test(text) ? URL.parse(text) : null
    const message = url === null ? undefined : targetFault(url, internalHosts)
    return message === undefined ? [] : [{ pointer, message }]
  })
}

function destinationPointers(settings: unknown, schema: TSchema | undefined): string[] {
  return schema === undefined ? [] : destinationPaths(schema, settings).map(toPointer)
}

function destinationsOf({ type, settings }: Edit, schema: TSchema | undefined): string {
  const pointers = destinationPointers(settings, schema)
  return JSON.stringify([type, pointers.toSorted().map((pointer) => [pointer, valueAt(settings, pointer)])])
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
