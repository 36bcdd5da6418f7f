/** An element as administrators see it: what it is, what it says of itself, and where each of its values comes from. */
import type { TSchema } from 'typebox'
import { Default } from 'typebox/value'
import type { Tier } from '../elements/element-definition.ts'
import { toPointer } from '../elements/fault.ts'
import type { RegisteredElement, Registry } from '../elements/registry.ts'
import { consoleAppId } from './console-app-id.ts'
import type { StoredEdit } from './edit.ts'
import { secretPointers, takeSecrets } from './secret-marks.ts'

export type ElementItem = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly tier: Tier
  /** `fullName` of the Meta at the root. */
  readonly family: string
  readonly source: 'package' | 'folder' | 'console'
  /** `appId` of the app whose element of this name it replaces. */
  readonly replaces?: string
  readonly description?: string
}

export type ElementDescription = ElementItem & {
  /** Of the edit; 0 where there is none. */
  readonly version: number
  readonly changedAt?: number
  readonly changedBy?: string
  /** JSON Schema of the settings. */
  readonly schema: unknown
  /** Marks in the places of secrets, and of what comes from the environment. */
  readonly own: unknown
  readonly effective: unknown
  /** By JSON Pointer: the element itself, the Type whose default it is, or `default`. */
  readonly origins: Readonly<Record<string, string>>
  /** Types that the element could be of. */
  readonly types: readonly string[]
}

export function itemOf(element: RegisteredElement, packageAppId: string): ElementItem {
  const { definition, tier, chain, appId, replaces } = element
  const { fullName, title, type, manifest } = definition
  const outside = appId === packageAppId ? 'package' : 'folder'
  return {
    fullName,
    title,
    type,
    tier,
    family: chain.at(-1) ?? fullName,
    source: appId === consoleAppId ? 'console' : outside,
    ...(replaces === undefined ? {} : { replaces }),
    ...(manifest.description === undefined ? {} : { description: manifest.description }),
  }
}

type Seen = {
  readonly registry: Registry
  readonly edit: StoredEdit | undefined
  readonly packageAppId: string
}

export function describeElement(
  element: RegisteredElement,
  { registry, edit, packageAppId }: Seen,
): ElementDescription {
  const item = itemOf(element, packageAppId)
  const { own, fromEnvironment, class: code, tier, definition } = element
  const schema = code?.settings
  const effective = tier === 'type' && schema !== undefined ? withDefaults(schema, {}) : definition.settings
  const known = [...(edit?.secretsAt ?? []), ...fromEnvironment.keys()]
  const hide = (settings: unknown) =>
    takeSecrets(settings, secretPointers(schema, settings, known), fromEnvironment).marked
  return {
    ...item,
    version: edit?.version ?? 0,
    ...(edit === undefined ? {} : { changedAt: edit.changedAt, changedBy: edit.changedBy }),
    schema: schema ?? {},
    own: hide(own),
    effective: hide(effective),
    origins: originsOf(element, effective, registry),
    types: registry
      .list({ family: item.family, tier: 'type' }, element.appId)
      .map(({ fullName }) => fullName),
  }
}

/** A copy of `settings`. */
function withDefaults(schema: TSchema, settings: unknown): unknown {
  return Default(schema, structuredClone(settings))
}

function originsOf(
  { definition: { fullName }, own, tier, chain, appId }: RegisteredElement,
  effective: unknown,
  registry: Registry,
): Record<string, string> {
  const types = (tier === 'type' ? [fullName, ...chain] : chain).flatMap((name) => {
    const schema = registry.element(name, appId)?.class?.settings
    return schema === undefined ? [] : [{ name, values: leavesOf(withDefaults(schema, own)) }]
  })
  const given = leavesOf(own)
  const origins = [...leavesOf(effective)].map(([pointer, value]) => {
    if (given.has(pointer)) return [pointer, fullName] as const
    const differs = types.findIndex(({ values }) => values.get(pointer) !== value)
    const same = differs === -1 ? types : types.slice(0, differs)
    return [pointer, same.at(-1)?.name ?? 'default'] as const
  })
  return Object.fromEntries(origins)
}

/** Everything that is no object, by pointer, as JSON. */
function leavesOf(value: unknown, pointer = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return found.set(pointer, JSON.stringify(value))
  for (const [key, inner] of Object.entries(value)) leavesOf(inner, pointer + toPointer([key]), found)
  return found
}
