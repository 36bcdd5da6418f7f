/**
 * Secrets of an element's settings, which are told of and never told: where one stands, answers and rows hold a mark.
 * A mark that comes back means that the secret stays as it is. What an app folder takes from the environment counts as
 * a secret too: no schema knows what an operator keeps there.
 */

import type { TSchema } from 'typebox'
import { type SettingFault, toPointer } from '../elements/fault.ts'
import { secretPaths } from '../elements/secrets.ts'

/**
 * `at`, in a list, says which of its secrets is meant: places in a list move. `variable` is how an app folder writes
 * what it takes from the environment: `{{NAME}}`.
 */
export type SecretMark = { readonly secret: true; readonly at?: string; readonly variable?: string }

/** Secrets by JSON Pointer. */
export type Secrets = Readonly<Record<string, unknown>>

/** Pointers of the secrets in `settings`: those that the schema marks, and those that are known to be some. */
export function secretPointers(schema: TSchema | undefined, settings: unknown, known: Iterable<string> = []) {
  const marked = schema === undefined ? [] : secretPaths(schema, settings).map(toPointer)
  return new Set([...marked, ...known])
}

/** `settings` with a mark in the place of every secret, and the secrets. */
export function takeSecrets(
  settings: unknown,
  pointers: ReadonlySet<string>,
  variables: ReadonlyMap<string, string> = new Map(),
): { readonly marked: unknown; readonly secrets: Secrets } {
  const secrets: Record<string, unknown> = {}
  const marked = mapLeaves(settings, '', (value, pointer) => {
    if (!pointers.has(pointer)) return undefined
    secrets[pointer] = value
    return { with: markAt(pointer, variables.get(pointer)) }
  })
  return { marked, secrets }
}

/** The reverse of `takeSecrets`. */
export function putSecrets(marked: unknown, secrets: Secrets): unknown {
  return mapLeaves(marked, '', (_, pointer) =>
    Object.hasOwn(secrets, pointer) ? { with: secrets[pointer] } : undefined,
  )
}

export type KeptSecrets = {
  readonly settings: unknown
  /** Where secrets were kept, by where they stood before. */
  readonly kept: ReadonlyMap<string, string>
  readonly faults: readonly SettingFault[]
}

/** `settings` with the secrets that its marks mean. */
export function keepSecrets(settings: unknown, secrets: Secrets): KeptSecrets {
  const kept = new Map<string, string>()
  const faults: SettingFault[] = []
  const filled = mapLeaves(settings, '', (value, pointer) => {
    if (!isMark(value)) return undefined
    const at = value.at ?? pointer
    const isItsPlace = placeOf(at) === placeOf(pointer) && (value.at !== undefined || !isInList(pointer))
    if (isItsPlace && Object.hasOwn(secrets, at)) {
      kept.set(pointer, at)
      return { with: secrets[at] }
    }
    faults.push({ pointer, message: 'there is no secret here that could stay: enter it' })
    return { with: '' }
  })
  return { settings: filled, kept, faults }
}

function markAt(pointer: string, variable: string | undefined): SecretMark {
  return {
    secret: true,
    ...(isInList(pointer) ? { at: pointer } : {}),
    ...(variable === undefined ? {} : { variable }),
  }
}

function isMark(value: unknown): value is SecretMark {
  if (typeof value !== 'object' || value === null || !('secret' in value) || value.secret !== true)
    return false
  const { secret: _, ...others } = value
  return Object.entries(others).every(
    ([name, text]) => /^(?:at|variable)$/.test(name) && typeof text === 'string',
  )
}

/** Wherever in a list. */
function placeOf(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/-')
}

function isInList(pointer: string): boolean {
  return /\/\d+(?:\/|$)/.test(pointer)
}

type Replace = (value: unknown, pointer: string) => { readonly with: unknown } | undefined

function mapLeaves(value: unknown, pointer: string, replace: Replace): unknown {
  const replaced = replace(value, pointer)
  if (replaced !== undefined) return replaced.with
  const inner = (key: string | number, item: unknown) => mapLeaves(item, pointer + toPointer([key]), replace)
  if (Array.isArray(value)) return value.map((item, i) => inner(i, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(key, item)]))
}
