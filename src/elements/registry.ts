/** The elements of a loaded app. It never changes: what is loaded anew is a new registry. */
import type { RefusalTexts } from './define-type.ts'
import type { ElementDefinition, ElementFilter, Tier } from './element-definition.ts'
import type { ElementClass } from './element-type.ts'
import { nearestNames } from './nearest-names.ts'
import type { ElementLookup } from './setting-faults.ts'

/** An element with what the program needs to know of it besides its definition. */
export type RegisteredElement = {
  readonly definition: ElementDefinition
  readonly tier: Tier
  /** From its own Type to the Meta at the root; empty for a Meta. */
  readonly chain: readonly string[]
  /** The code: a Type's own, an Instance's from its Type, none for a Meta. */
  readonly class: ElementClass | undefined
  /** The app that brings the element: it sees that app's private elements. */
  readonly appId: string
  /** The app whose element of this name it stands in the place of. */
  readonly replaces: string | undefined
  /** What faults call the place that its manifest was read from. */
  readonly file: string
  /** The settings of an Instance, without what its Type's defaults fill in. */
  readonly own: unknown
  /** Strings of `own` that hold something of the environment, as they were written, by pointer. */
  readonly fromEnvironment: ReadonlyMap<string, string>
}

/** Elements by fullName; `hidden` are the private ones of parents, by `appId`. */
export type RegistryElements = {
  readonly visible: ReadonlyMap<string, RegisteredElement>
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, RegisteredElement>>
}

/** Every question may be asked on behalf of an element of the app `from`, which sees that app's private elements too. */
export class Registry {
  readonly appId: string
  /** Texts of the refusal codes that the Types declare. */
  readonly refusals: RefusalTexts
  readonly #visible: ReadonlyMap<string, RegisteredElement>
  readonly #hidden: RegistryElements['hidden']

  constructor(appId: string, { visible, hidden }: RegistryElements) {
    this.appId = appId
    this.#visible = visible
    this.#hidden = hidden
    const all = [visible, ...hidden.values()].flatMap((elements) => [...elements.values()])
    this.refusals = Object.freeze(Object.assign({}, ...all.map((element) => element.class?.refusals)))
  }

  element(fullName: string, from?: string): RegisteredElement | undefined {
    const own = from === undefined ? undefined : this.#hidden.get(from)?.get(fullName)
    return own ?? this.#visible.get(fullName)
  }

  find(fullName: string, from?: string): ElementDefinition | undefined {
    return this.element(fullName, from)?.definition
  }

  /** `fullName` of the Meta that the element's chain of Types ends at; a Meta's own. */
  family(fullName: string, from?: string): string | undefined {
    const element = this.element(fullName, from)
    return element === undefined ? undefined : familyOf(element)
  }

  /** By fullName. */
  list(filter: ElementFilter = {}, from?: string): ElementDefinition[] {
    return this.elements(filter, from).map(({ definition }) => definition)
  }

  /** As `list`, with all that the registry knows of each. */
  elements(filter: ElementFilter = {}, from?: string): RegisteredElement[] {
    return [...this.#seenBy(from).values()]
      .filter((element) => meets(element, filter))
      .toSorted((a, b) => (a.definition.fullName < b.definition.fullName ? -1 : 1))
  }

  /** Existing names that `fullName` may have been meant for. */
  nearest(fullName: string, from?: string): string[] {
    return nearestNames(this.#seenBy(from).keys(), fullName)
  }

  /** The registry as an element of the app `from` sees it. */
  seenFrom(from: string): ElementLookup {
    return {
      find: (fullName) => this.find(fullName, from),
      family: (fullName) => this.family(fullName, from),
      classOf: (fullName) => this.element(fullName, from)?.class,
      list: (filter) => this.list(filter, from),
    }
  }

  #seenBy(from: string | undefined): ReadonlyMap<string, RegisteredElement> {
    const own = from === undefined ? undefined : this.#hidden.get(from)
    return own === undefined ? this.#visible : new Map([...this.#visible, ...own])
  }
}

function familyOf({ chain, definition }: RegisteredElement): string {
  return chain.at(-1) ?? definition.fullName
}

function meets(element: RegisteredElement, { type, family, tier }: ElementFilter): boolean {
  if (type !== undefined && !element.chain.includes(type)) return false
  if (family !== undefined && familyOf(element) !== family) return false
  return tier === undefined || element.tier === tier
}
