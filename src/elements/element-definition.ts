import type { Manifest } from './manifest.ts'

/** An element as it was loaded: fixed until the app is loaded anew. */
export type ElementDefinition<Settings = unknown> = {
  readonly fullName: string
  readonly title: string
  /** `fullName` of the Type. */
  readonly type: string
  readonly manifest: Manifest
  /** Checked against the Type's schema, defaults filled in. */
  readonly settings: Settings
}

/** `meta` names a family, `type` holds code, `instance` holds configuration. */
export type Tier = 'meta' | 'type' | 'instance'

/** Which elements: all parts must meet. */
export type ElementFilter = {
  /** `fullName` of a Type or Meta anywhere above the element. */
  readonly type?: string
  /** `fullName` of the Meta at the root. */
  readonly family?: string
  readonly tier?: Tier
}
