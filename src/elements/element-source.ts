/** Where elements come from before they are put together: the package, app folders, and edits kept in a database. */
import type { ElementBase, ElementClass } from './element-type.ts'
import type { Manifest } from './manifest.ts'

/** One element of one layer. */
export type ElementSource = {
  readonly fullName: string
  readonly manifest: Manifest
  /** What faults call the place that the manifest was read from. */
  readonly file: string
  /** Of an element of an app folder: its folder, where its configuration is looked for. */
  readonly folder?: string
  /** Of a Type of an app folder: the path of the module that holds its code. */
  readonly module?: string
  /** Of a Type that needs no loading: its code. Of a Meta: the base that every Type of the family must extend. */
  readonly class?: ElementClass | ElementBase
  /** Of an element that has no folder. */
  readonly configuration?: unknown
}

/** The elements of one app. Layers are listed from the root to the child: a later one inherits from all before it. */
export type ElementLayer = {
  readonly appId: string
  readonly elements: readonly ElementSource[]
  /** Edits kept in a database hold instances of Types that others define, and nothing else. */
  readonly kind: 'platform' | 'folder' | 'edits'
}

/** An element that the package itself brings. Without a `class` it is a Meta (`type: ''`) or an Instance. */
export type PlatformElement = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly class?: ElementClass | ElementBase
}

export type Platform = { readonly appId: string; readonly elements: readonly PlatformElement[] }

/** Edits, as they are kept: a manifest and a configuration for each element, both not yet checked. */
export type EditedElement = {
  readonly fullName: string
  readonly manifest: unknown
  readonly configuration?: unknown
}

export type EditsLayer = { readonly appId: string; readonly elements: readonly EditedElement[] }
