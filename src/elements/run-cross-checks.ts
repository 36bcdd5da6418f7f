/** What Types find when they look at their elements' settings beside all other elements. */
import type { BuiltElement } from './build-element.ts'
import type { ElementDefinition } from './element-definition.ts'
import type { Fault } from './fault.ts'
import type { Registry } from './registry.ts'
import type { ElementLookup } from './setting-faults.ts'

/** A check asked for an element that is faulty itself. That fault is told already, so the check is left. */
class FaultyElement extends Error {}

export function runCrossChecks(
  registry: Registry,
  built: readonly BuiltElement[],
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const broken = new Set(built.filter((one) => one.broken).map(({ element }) => element.definition))
  const faults: Fault[] = []
  const warnings: Fault[] = []
  for (const { element, configured, broken: isBroken } of built) {
    if (isBroken || configured === undefined || element.class === undefined) continue
    const lookup = soundOnly(registry.seenFrom(element.appId), broken)
    for (const { pointer, message, warning } of checkOne(element.class, element.definition, lookup))
      (warning === true ? warnings : faults).push({ file: configured.file, pointer, message })
  }
  return { faults, warnings }
}

function checkOne(
  type: NonNullable<BuiltElement['element']['class']>,
  element: ElementDefinition,
  elements: ElementLookup,
) {
  try {
    return type.checkSettings(element, elements)
  } catch (error) {
    if (error instanceof FaultyElement) return []
    throw error
  }
}

function soundOnly(elements: ElementLookup, broken: ReadonlySet<ElementDefinition>): ElementLookup {
  return {
    family: (fullName) => elements.family(fullName),
    classOf: (fullName) => elements.classOf(fullName),
    list: (filter) => elements.list(filter).filter((element) => !broken.has(element)),
    find: (fullName) => {
      const found = elements.find(fullName)
      if (found !== undefined && broken.has(found)) throw new FaultyElement(fullName)
      return found
    },
  }
}
