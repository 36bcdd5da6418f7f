/** The base class of every Type, and what a Type is told of the element and the call that it serves. */
import Type, { type TSchema } from 'typebox'
import { Refusal, type RefusalDetails } from '../base/refusal.ts'
import type { AppView } from './app-view.ts'
import type { CallContext } from './caller.ts'
import type { FunctionDeclarations, RefusalTexts } from './define-type.ts'
import type { ElementDefinition } from './element-definition.ts'
import type { ElementLookup, SettingFault } from './setting-faults.ts'

export type { ElementDefinition } from './element-definition.ts'

/** What an element object is made with. */
export type ElementContext<Settings = unknown> = {
  readonly element: ElementDefinition<Settings>
  readonly call: CallContext
  /** The app as the caller of this call sees it. */
  readonly app: AppView
}

/**
 * A Type. One object of the class serves one caller, so state of a call may lie in its fields; what must
 * outlive the call belongs into a store.
 */
export abstract class ElementType<Settings = unknown> {
  /** JSON Schema of the configuration file. */
  static readonly settings: TSchema = Type.Object({}, { additionalProperties: false })
  static readonly functions: FunctionDeclarations = {}
  /** Names of the properties that in-process callers may read. */
  static readonly properties: readonly string[] = []
  /** Refusal codes of this Type beyond the program's own, with their texts. */
  static readonly refusals: RefusalTexts = {}

  /**
   * What the schema cannot say of an element's settings: other elements that must exist, values that must fit
   * together. It runs when the app is loaded, after every element was built.
   */
  static checkSettings(_element: ElementDefinition, _elements: ElementLookup): readonly SettingFault[] {
    return []
  }

  protected readonly element: ElementDefinition<Settings>
  protected readonly call: CallContext
  protected readonly app: AppView

  constructor(context: ElementContext<Settings>) {
    this.element = context.element
    this.call = context.call
    this.app = context.app
  }

  /** A refusal with a code that the Type declares in `refusals`. */
  protected refusal(code: string, details: RefusalDetails = {}): Refusal {
    return new Refusal(code, details)
  }
}

/** A class of a Type as the registry holds it: its base decides what services it is made with. */
export type ElementClass = {
  new (context: ElementContext<never>, services: never): ElementType
  readonly settings: TSchema
  readonly functions: FunctionDeclarations
  readonly properties: readonly string[]
  readonly refusals: RefusalTexts
  checkSettings(element: ElementDefinition, elements: ElementLookup): readonly SettingFault[]
}

/** A base class, which may be abstract. */
export type ElementBase = abstract new (context: never, services: never) => ElementType
