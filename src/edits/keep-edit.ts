/** An element as it was sent, made whole with the secrets that stay as they are. */
import type { Fault, SettingFault } from '../elements/fault.ts'
import { consoleAppId } from './console-app-id.ts'
import type { Edit } from './edit.ts'
import { keepSecrets } from './secret-marks.ts'

export type WantedElement = Pick<Edit, 'fullName' | 'title' | 'type' | 'description'> & {
  /** Marks where secrets stay. */
  readonly settings: unknown
}

export type KeptEdit = { readonly edit: Edit; readonly faults: readonly Fault[] }

/** Deeper settings than any Type has would end the process's stack. */
const deepest = 32

/** `before`: the element that the edit takes the place of. */
export function keepEdit(wanted: WantedElement, before: Edit | undefined): KeptEdit {
  const settingsFile = settingsFileOf(wanted.fullName)
  const told = (faults: readonly SettingFault[]) =>
    faults.map(({ pointer, message }) => ({ file: settingsFile, pointer, message }))
  if (isDeeper(wanted.settings, deepest)) {
    const faults = told([{ pointer: '', message: 'is nested too deeply' }])
    return { edit: { ...wanted, settings: {}, secretsAt: new Set() }, faults }
  }
  const { settings, kept, faults } = keepSecrets(wanted.settings, secretsOf(before))
  const edit = { ...wanted, settings, secretsAt: new Set(kept) }
  return { edit, faults: told([...faults, ...goneElsewhere(before, edit, kept)]) }
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
function goneElsewhere(before: Edit | undefined, after: Edit, kept: readonly string[]): SettingFault[] {
  if (before === undefined || destinationOf(before) === destinationOf(after)) return []
  const message = 'has to be entered anew: where the service sends to has changed'
  return kept.map((pointer) => ({ pointer, message }))
}

function destinationOf({ type, settings }: Edit): string {
  const { endpoint } = (settings ?? {}) as { readonly endpoint?: unknown }
  return JSON.stringify([type, endpoint])
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
