/** Layers put together: which element stands behind each name (spec 1, "Inheritance"). */
import type { ElementLayer, ElementSource } from './element-source.ts'
import type { Fault } from './fault.ts'

/** An element with the layer that it comes from. */
export type PlacedElement = {
  readonly source: ElementSource
  readonly layer: ElementLayer
  /** What a child put it in the place of. */
  readonly replaced?: PlacedElement
}

export type Inheritance = {
  /** What the child app sees: its own elements and all that it inherits. */
  readonly visible: ReadonlyMap<string, PlacedElement>
  /** By `appId` of a parent: its private elements, which it alone sees. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, PlacedElement>>
  readonly faults: readonly Fault[]
}

/** `layers` from the root to the child. */
export function inherit(layers: readonly ElementLayer[]): Inheritance {
  const visible = new Map<string, PlacedElement>()
  const hidden = new Map<string, Map<string, PlacedElement>>()
  const faults: Fault[] = []
  for (const layer of layers) {
    if (layer.kind !== 'edits') hidePrivate(visible, hidden)
    for (const source of layer.elements) {
      const replaced = visible.get(source.fullName)
      const message = whyNot(replaced, layer)
      if (message === undefined)
        visible.set(source.fullName, { source, layer, ...(replaced === undefined ? {} : { replaced }) })
      else faults.push({ file: source.file, pointer: '', message })
    }
  }
  return { visible, hidden, faults }
}

/** Edits belong to the app that they were made in, so its private elements stay in sight. */
function hidePrivate(
  visible: Map<string, PlacedElement>,
  hidden: Map<string, Map<string, PlacedElement>>,
): void {
  for (const [fullName, placed] of visible) {
    if (placed.source.manifest.accessModifier !== 'private') continue
    visible.delete(fullName)
    const ofApp = hidden.get(placed.layer.appId) ?? new Map<string, PlacedElement>()
    hidden.set(placed.layer.appId, ofApp.set(fullName, placed))
  }
}

function whyNot(parent: PlacedElement | undefined, layer: ElementLayer): string | undefined {
  if (parent === undefined) return undefined
  const { fullName, manifest, module, class: code } = parent.source
  const { accessModifier = 'public' } = manifest
  if (accessModifier !== 'public')
    return `may not replace ${fullName}, which is ${accessModifier} in ${parent.layer.appId}`
  const isInstance = manifest.type !== '' && module === undefined && code === undefined
  return layer.kind === 'edits' && !isInstance
    ? `may not replace ${fullName}, which is no Instance`
    : undefined
}
