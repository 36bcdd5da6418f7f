/** Makes element objects: each serves one call, with the services that the base of its class is given. */
import type { ElementBase, ElementContext, ElementType } from './element-type.ts'
import type { RegisteredElement } from './registry.ts'

/** What the classes below a base are made with, for an element of the app `appId`. The nearest base decides. */
export type BaseServices = { readonly base: ElementBase; readonly services: (appId: string) => unknown }

/** An object of the element's class for one call; nothing for a Meta or a Type. */
export type MakeElement = (
  element: RegisteredElement,
  context: Omit<ElementContext, 'element'>,
) => ElementType | undefined

export function elementMaker(bases: readonly BaseServices[]): MakeElement {
  const known = new WeakMap<object, BaseServices['services']>()
  return ({ definition, tier, class: code, appId }, { call, app }) => {
    if (tier !== 'instance' || code === undefined) return undefined
    let services = known.get(code)
    if (services === undefined) {
      services = servicesOf(code, bases)
      known.set(code, services)
    }
    return new code({ element: definition, call, app } as ElementContext<never>, services(appId) as never)
  }
}

function servicesOf(code: object, bases: readonly BaseServices[]): BaseServices['services'] {
  for (let at: object | null = code; at !== null; at = Object.getPrototypeOf(at)) {
    const found = bases.find(({ base }) => base === at)
    if (found !== undefined) return found.services
  }
  return () => undefined
}
