/** One element: its Types, its code, its settings, and what is wrong with any of them. */
import { type Configured, configure, type Environment } from './configuration.ts'
import type { ElementSource } from './element-source.ts'
import type { ElementClass } from './element-type.ts'
import type { Fault } from './fault.ts'
import type { Inheritance, PlacedElement } from './inheritance.ts'
import { moduleFile } from './load-classes.ts'
import type { RegisteredElement } from './registry.ts'
import { resolveTypes, type TypeChain, tierOf } from './type-chain.ts'

export type BuiltElement = {
  readonly element: RegisteredElement
  /** Of an Instance whose Type could be loaded. */
  readonly configured: Configured | undefined
  readonly faults: readonly Fault[]
  /** It, or a Type above it, has a fault: its settings are not to be relied on. */
  readonly broken: boolean
}

export type Building = {
  readonly inheritance: Inheritance
  readonly classes: ReadonlyMap<ElementSource, ElementClass>
  readonly environment: Environment
}

const noSettings = Object.freeze({})

export function buildElement(
  placed: PlacedElement,
  { inheritance, classes, environment }: Building,
): BuiltElement {
  const { source, layer, replaced } = placed
  const chain = resolveTypes(placed, inheritance)
  const types = 'types' in chain ? chain.types : []
  const tier = tierOf(source)
  const owner = tier === 'instance' ? types[0]?.source : source
  const code = owner === undefined ? undefined : classes.get(owner)
  const configured =
    tier === 'instance' && code !== undefined ? configure(source, code.settings, environment) : undefined
  const faults = [
    ...chainFaults(source, chain),
    ...familyFaults(source, types, code),
    ...(configured?.faults ?? []),
  ]
  return {
    element: {
      definition: define(source, configured?.settings),
      tier,
      chain: types.map((type) => type.source.fullName),
      class: code,
      appId: layer.appId,
      replaces: replaced?.layer.appId,
      file: source.file,
      own: configured?.own ?? noSettings,
      fromEnvironment: configured?.fromEnvironment ?? new Map(),
    },
    configured,
    faults,
    broken: faults.length > 0 || !('types' in chain) || (tier !== 'meta' && code === undefined),
  }
}

function define(
  { fullName, manifest }: ElementSource,
  settings: unknown = noSettings,
): RegisteredElement['definition'] {
  return Object.freeze({ fullName, title: manifest.title, type: manifest.type, manifest, settings })
}

function chainFaults({ file }: ElementSource, chain: TypeChain): Fault[] {
  return 'types' in chain || chain.message === undefined
    ? []
    : [{ file, pointer: '/type', message: chain.message }]
}

/** The class of a Type must extend the base that its Meta names. */
function familyFaults(
  source: ElementSource,
  types: readonly PlacedElement[],
  code: ElementClass | undefined,
): Fault[] {
  const meta = types.at(-1)?.source
  if (tierOf(source) !== 'type' || code === undefined || meta?.class === undefined) return []
  if (code === meta.class || code.prototype instanceof meta.class) return []
  const file = source.module === undefined ? source.file : moduleFile(source, source.module)
  return [
    { file, pointer: '', message: `must extend ${meta.class.name}, as every Type of ${meta.fullName} does` },
  ]
}
