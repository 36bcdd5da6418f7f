import type { EditedElement } from '../elements/element-source.ts'

/** An element as an administrator wants it: an Instance of a Type that the app has. */
export type Edit = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly description?: string
  /** With the secrets in them. */
  readonly settings: unknown
  /** Pointers of the secrets, and of what came from the environment. */
  readonly secretsAt: ReadonlySet<string>
  /** How what came from the environment is written in the app folder, by pointer. */
  readonly variables?: ReadonlyMap<string, string>
}

export type StoredEdit = Edit & {
  /** Grows with every change, also over a removal. */
  readonly version: number
  /** Epoch ms. */
  readonly changedAt: number
  readonly changedBy: string
}

/** As the loader of elements takes it. */
export function toElement({ fullName, title, type, description, settings }: Edit): EditedElement {
  const manifest = { title, type, ...(description === undefined ? {} : { description }) }
  return { fullName, manifest, configuration: settings }
}
