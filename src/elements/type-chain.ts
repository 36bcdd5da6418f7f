/** The way from an element over its Types to its Meta. */
import type { Tier } from './element-definition.ts'
import type { ElementSource } from './element-source.ts'
import type { Inheritance, PlacedElement } from './inheritance.ts'
import { nearestNames } from './nearest-names.ts'

export type TypeChain =
  /** From the element's own Type to the Meta; empty for a Meta. */
  | { readonly types: readonly PlacedElement[] }
  /** Why there is none; without a message the fault is one of its Types and told there. */
  | { readonly message: string | undefined }

export function tierOf({ manifest, module, class: code }: ElementSource): Tier {
  if (manifest.type === '') return 'meta'
  return module === undefined && code === undefined ? 'instance' : 'type'
}

/** Each step sees what the app of the element that it starts from sees. */
export function resolveTypes(element: PlacedElement, inheritance: Inheritance): TypeChain {
  const types: PlacedElement[] = []
  for (let at = element; at.source.manifest.type !== ''; ) {
    const type = see(inheritance, at.source.manifest.type, at.layer.appId)
    const message = type === undefined ? unknown(inheritance, at) : whyNotType(at, type)
    if (type === undefined || message !== undefined) return { message: at === element ? message : undefined }
    if (type === element)
      return { message: `leads in a circle: ${[element, ...types, type].map(nameOf).join(' → ')}` }
    if (types.includes(type)) return { message: undefined }
    types.push(type)
    at = type
  }
  return { types }
}

function nameOf({ source }: PlacedElement): string {
  return source.fullName
}

function see({ visible, hidden }: Inheritance, fullName: string, appId: string): PlacedElement | undefined {
  return hidden.get(appId)?.get(fullName) ?? visible.get(fullName)
}

function whyNotType({ source }: PlacedElement, type: PlacedElement): string | undefined {
  const tier = tierOf(type.source)
  if (tier === 'instance')
    return `${type.source.fullName} is an Instance: only a Type may be the type of an element`
  if (tier === 'meta' && tierOf(source) === 'instance')
    return `${type.source.fullName} is a Meta, and there is no module here that would make this a Type`
  return undefined
}

function unknown({ visible }: Inheritance, { source }: PlacedElement): string {
  const near = nearestNames(visible.keys(), source.manifest.type)
  return `there is no ${source.manifest.type}${near.length === 0 ? '' : `; near it are ${near.join(', ')}`}`
}
