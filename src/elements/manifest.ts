/** `e.json`: what an element says of itself (spec 1, "The app folder"). */

import Type from 'typebox'
import { isFullName } from './element-name.ts'
import type { SettingFault } from './fault.ts'
import { schemaFaults } from './schema-faults.ts'

export type AccessModifier = 'private' | 'protected' | 'public'

export type Manifest = {
  readonly title: string
  /** `""` for a Meta. */
  readonly type: string
  readonly backendBundleEntry?: string
  readonly frontBundleEntry?: string
  readonly variables?: readonly unknown[]
  readonly appId?: string
  readonly extendType?: string
  readonly default?: number
  readonly allowRegister?: number
  readonly accessModifier?: AccessModifier
  readonly functionList?: readonly unknown[]
  readonly icon?: string
  readonly description?: string
  readonly tag?: string
  /** Keys that the program does not know: kept, and reported once. */
  readonly [key: string]: unknown
}

const text = Type.String()
const flag = Type.Union([Type.Literal(0), Type.Literal(1)])
const variable = Type.String({ pattern: '^[A-Za-z_]\\w*$' })

const manifestSchema = Type.Object({
  title: Type.String({ minLength: 1 }),
  type: text,
  backendBundleEntry: Type.Optional(text),
  frontBundleEntry: Type.Optional(text),
  variables: Type.Optional(Type.Array(Type.Union([variable, Type.Object({ name: variable })]))),
  appId: Type.Optional(text),
  extendType: Type.Optional(text),
  default: Type.Optional(flag),
  allowRegister: Type.Optional(flag),
  accessModifier: Type.Optional(Type.Enum(['private', 'protected', 'public'])),
  functionList: Type.Optional(Type.Array(Type.Unknown())),
  icon: Type.Optional(text),
  description: Type.Optional(text),
  tag: Type.Optional(text),
})

export type ParsedManifest = {
  /** Nothing when there are faults. */
  readonly manifest?: Manifest
  readonly faults: readonly SettingFault[]
  readonly unknownKeys: readonly string[]
}

export function parseManifest(value: unknown): ParsedManifest {
  const faults = schemaFaults(manifestSchema, value)
  if (faults.length > 0) return { faults, unknownKeys: [] }
  const manifest = value as Manifest
  if (manifest.type !== '' && !isFullName(manifest.type))
    return { faults: [{ pointer: '/type', message: 'is not the fullName of an element' }], unknownKeys: [] }
  return {
    manifest,
    faults,
    unknownKeys: Object.keys(manifest).filter((key) => !Object.hasOwn(manifestSchema.properties, key)),
  }
}

/** Names that `{{NAME}}` may stand for in the element's configuration. */
export function variableNames({ variables = [] }: Manifest): ReadonlySet<string> {
  return new Set(
    variables.map((one) => (typeof one === 'string' ? one : (one as { readonly name: string }).name)),
  )
}
