/** An element's settings: its configuration with variables replaced and defaults filled in, checked by its Type. */
import type { TSchema } from 'typebox'
import { Default } from 'typebox/value'
import type { ElementSource } from './element-source.ts'
import { type Fault, type SettingFault, toPointer } from './fault.ts'
import { type FoundConfiguration, findConfiguration } from './find-configuration.ts'
import { variableNames } from './manifest.ts'
import { schemaFaults } from './schema-faults.ts'
import { environmentSecretPaths } from './secrets.ts'
import { findPlaceholder, type Replaced, replaceVariables, type VariableScope } from './variables.ts'

export type Configured = {
  /** Frozen. To be relied on only when there are no faults. */
  readonly settings: unknown
  /** As `settings`, without what the Type's defaults fill in. */
  readonly own: unknown
  /** Strings of `own` that hold something of the environment, as they were written, by pointer. */
  readonly fromEnvironment: ReadonlyMap<string, string>
  /** What faults of the settings call their file. */
  readonly file: string
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** What the warning about such a secret says. */
export const literalSecret = 'is a secret that stands here literally: better {{NAME}} from the environment'

/** Where `{{NAME}}` is looked up. */
export type Environment = Omit<VariableScope, 'listed'>

/** What a configuration leaves out may stand in `e.json`, where the Type has such a setting. */
const manifestKeys = ['default', 'allowRegister'] as const

/** `schema` is the one that the element's Type checks settings with. */
export function configure(source: ElementSource, schema: TSchema, environment: Environment): Configured {
  const { file, value, fault, warning } =
    source.folder === undefined ? inMemory(source) : fromFolder(source, source.folder)
  const warnings = warning === undefined ? [] : [warning]
  if (fault !== undefined)
    return { settings: {}, own: {}, fromEnvironment: new Map(), file, faults: [fault], warnings }
  const listed = source.folder === undefined ? new Set<string>() : variableNames(source.manifest)
  const { value: own, faults, replaced } = replaceVariables(value, { ...environment, listed })
  const { settings, taken } = withManifest(own, schema, source)
  const filled = Default(schema, structuredClone(settings))
  const unresolved = new Set(faults.filter((one) => one.warning !== true).map(({ pointer }) => pointer))
  const found = schemaFaults(schema, filled).filter(({ pointer }) => !unresolved.has(pointer))
  const literal = source.folder === undefined ? [] : literalSecrets(schema, own, replaced)
  const all = [...faults, ...found, ...literal]
  const placed = all.map((one) => ({ ...one, file: taken.has(one.pointer) ? source.file : file }))
  return {
    settings: freeze(filled),
    own: freeze(settings),
    fromEnvironment: replaced,
    file,
    faults: placed.filter((one) => one.warning !== true).map(toFault),
    warnings: [...warnings, ...placed.filter((one) => one.warning === true).map(toFault)],
  }
}

function fromFolder({ fullName, file, manifest }: ElementSource, folder: string): FoundConfiguration {
  return findConfiguration({ fullName, file, folder, frontBundleEntry: manifest.frontBundleEntry })
}

/** What stands in a database takes nothing from the environment (spec 1, "Inheritance"). */
function inMemory({ fullName, file, configuration }: ElementSource): FoundConfiguration {
  const name = file.replace(/e\.json$/, `${fullName.split('.').at(-1)}.json`)
  const pointer = findPlaceholder(configuration)
  if (pointer === undefined) return { file: name, value: structuredClone(configuration ?? {}) }
  return { file: name, fault: { file: name, pointer, message: 'may not refer to the environment' } }
}

function withManifest(own: unknown, schema: TSchema, { manifest }: ElementSource) {
  const taken = new Set<string>()
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return { settings: own, taken }
  const settings: Record<string, unknown> = { ...own }
  const properties = 'properties' in schema ? (schema.properties as object) : {}
  for (const key of manifestKeys) {
    if (!Object.hasOwn(properties, key) || Object.hasOwn(own, key) || manifest[key] === undefined) continue
    settings[key] = manifest[key]
    taken.add(toPointer([key]))
  }
  return { settings, taken }
}

function literalSecrets(schema: TSchema, own: unknown, replaced: Replaced['replaced']): SettingFault[] {
  return environmentSecretPaths(schema, own)
    .map(toPointer)
    .filter((pointer) => !replaced.has(pointer))
    .map((pointer) => ({
      pointer,
      message: literalSecret,
      warning: true,
    }))
}

function toFault({ file, pointer, message }: Fault): Fault {
  return { file, pointer, message }
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
