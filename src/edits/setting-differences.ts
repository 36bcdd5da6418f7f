/** What a change of an element changes, by place; of secrets only that they change. */
import { toPointer } from '../elements/fault.ts'
import type { Edit } from './edit.ts'
import { takeSecrets } from './secret-marks.ts'

export type SettingDifference = {
  /** JSON Pointer in the settings; `title`, `type` or `description` of the element itself. */
  readonly pointer: string
  /** Absent where there is nothing. */
  readonly before?: unknown
  readonly after?: unknown
}

/** A value in clear to compare, and as it may be shown. */
type Leaf = { readonly value: unknown; readonly shown: unknown; readonly isSecret: boolean }

/**
 * `unmoved`: pointers of the secrets that stay. Every other secret counts as changed, whatever it is: a comparison
 * would tell whether a guess is right (spec 6).
 */
export function settingDifferences(
  before: Edit | undefined,
  after: Edit | undefined,
  unmoved: ReadonlySet<string>,
): SettingDifference[] {
  const [old, young] = [leavesOf(before), leavesOf(after)]
  const isChanged = (pointer: string) => {
    const [was, is] = [old.get(pointer), young.get(pointer)]
    if (was?.isSecret || is?.isSecret) return !unmoved.has(pointer)
    return JSON.stringify(was?.value) !== JSON.stringify(is?.value)
  }
  return [...new Set([...old.keys(), ...young.keys()])].filter(isChanged).map((pointer) => ({
    pointer,
    ...shown('before', old.get(pointer)),
    ...shown('after', young.get(pointer)),
  }))
}

function shown(name: 'before' | 'after', leaf: Leaf | undefined): Partial<SettingDifference> {
  return leaf === undefined ? {} : { [name]: leaf.shown }
}

function leavesOf(edit: Edit | undefined): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  if (edit === undefined) return leaves
  const { title, type, description, settings, secretsAt, variables } = edit
  for (const [name, value] of Object.entries({ title, type, description }))
    if (value !== undefined) leaves.set(name, { value, shown: value, isSecret: false })
  addLeaves(leaves, settings, takeSecrets(settings, secretsAt, variables).marked, '', secretsAt)
  return leaves
}

function addLeaves(
  leaves: Map<string, Leaf>,
  value: unknown,
  shown: unknown,
  pointer: string,
  secretsAt: ReadonlySet<string>,
): void {
  const isSecret = secretsAt.has(pointer)
  const isLeaf = typeof value !== 'object' || value === null || isSecret
  if (isLeaf || (Object.keys(value).length === 0 && pointer !== '')) {
    leaves.set(pointer, { value, shown, isSecret })
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    const shownInner = (shown as Record<string, unknown>)[key]
    addLeaves(leaves, inner, shownInner, pointer + toPointer([key]), secretsAt)
  }
}
