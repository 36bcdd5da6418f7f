/** From layers of elements to a registry: inheritance, Types, settings and checks, with every fault told at once. */
import { type Building, type BuiltElement, buildElement } from './build-element.ts'
import type { Environment } from './configuration.ts'
import type { ElementLayer } from './element-source.ts'
import type { Fault } from './fault.ts'
import { inherit } from './inheritance.ts'
import { loadClasses } from './load-classes.ts'
import { Registry } from './registry.ts'
import { runCrossChecks } from './run-cross-checks.ts'

export type BuiltRegistry = {
  /** Nothing when there are faults. */
  readonly registry?: Registry
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** `layers` from the root to the child. */
export async function buildRegistry(
  appId: string,
  layers: readonly ElementLayer[],
  environment: Environment,
): Promise<BuiltRegistry> {
  const inheritance = inherit(layers)
  const placed = [inheritance.visible, ...inheritance.hidden.values()].flatMap((elements) => [
    ...elements.values(),
  ])
  const { classes, faults } = await loadClasses(placed)
  const building: Building = { inheritance, classes, environment }
  const visible = mapValues(inheritance.visible, (element) => buildElement(element, building))
  const hidden = mapValues(inheritance.hidden, (ofApp) =>
    mapValues(ofApp, (element) => buildElement(element, building)),
  )
  const built = [visible, ...hidden.values()].flatMap((elements) => [...elements.values()])
  const registry = new Registry(appId, {
    visible: mapValues(visible, registered),
    hidden: mapValues(hidden, (ofApp) => mapValues(ofApp, registered)),
  })
  const checked = runCrossChecks(registry, built)
  const allFaults = [
    ...inheritance.faults,
    ...faults,
    ...built.flatMap((one) => one.faults),
    ...checked.faults,
  ]
  const warnings = [...built.flatMap(({ configured }) => configured?.warnings ?? []), ...checked.warnings]
  return { ...(allFaults.length === 0 ? { registry } : {}), faults: allFaults, warnings }
}

function registered({ element }: BuiltElement): BuiltElement['element'] {
  return element
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, to: (value: From) => To): Map<string, To> {
  return new Map([...map].map(([key, value]) => [key, to(value)]))
}
