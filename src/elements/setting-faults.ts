/** What a Type answers when it checks the settings of one of its elements beyond its schema. */
import type { ElementDefinition, ElementFilter } from './element-definition.ts'

export type { SettingFault } from './fault.ts'

/** The other elements, as the one that is checked sees them. */
export interface ElementLookup {
  find(fullName: string): ElementDefinition | undefined
  /** `fullName` of the Meta that the element's chain of Types ends at. */
  family(fullName: string): string | undefined
  /** The code that the element runs; nothing of a Meta. */
  classOf(fullName: string): object | undefined
  list(filter?: ElementFilter): ElementDefinition[]
}
