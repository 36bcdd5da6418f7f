/** Makes element objects: each serves one call, with the services that the base of its class is given. */
import type { ElementBase, ElementContext, ElementType } from './element-type.ts'
import type { RegisteredElement } from './registry.ts'

/** What the classes below a base are made with. The nearest base decides. */
export type BaseServices = { readonly base: ElementBase; readonly services: unknown }

/** An object of the element's class for one call; nothing for a Meta or a Type. */
export type MakeElement = (
  element: RegisteredElement,
  context: Omit<ElementContext, 'element'>,
) => ElementType | undefined

export function elementMaker(bases: readonly BaseServices[]): MakeElement {
  const known = new WeakMap<object, { readonly services: unknown }>()
  return ({ definition, tier, class: code }, { call, app }) => {
    if (tier !== 'instance' || code === undefined) return undefined
    let found = known.get(code)
    if (found === undefined) {
      found = { services: servicesOf(code, bases) }
      known.set(code, found)
    }
    return new code({ element: definition, call, app } as ElementContext<never>, found.services as never)
  }
}

function servicesOf(code: object, bases: readonly BaseServices[]): unknown {
  for (let at: object | null = code; at !== null; at = Object.getPrototypeOf(at)) {
    const found = bases.find(({ base }) => base === at)
    if (found !== undefined) return found.services
  }
  return undefined
}
