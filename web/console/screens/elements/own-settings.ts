/** An element's own settings, and what it shows with those that it inherits. */
import type { Settings } from '../../answers.ts'

type Path = readonly (string | number)[]

const isObject = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the server shows in the place of a secret, and of what an app folder takes from the environment. */
export type Mark = { readonly secret: true; readonly variable?: string }

export function isMark(value: unknown): value is Mark {
  return isObject(value) && value.secret === true
}

export function same(a: unknown, b: unknown): boolean {
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...names].every((name) => same(a[name], b[name]))
  }
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Objects are put together part by part; anything else that is own stands in the place of what is inherited. */
export function withInherited(own: Settings, inherited: Settings): Settings {
  const merged: Record<string, unknown> = { ...inherited }
  for (const [name, value] of Object.entries(own)) {
    const below = inherited[name]
    merged[name] = isObject(value) && isObject(below) ? withInherited(value, below) : value
  }
  return merged
}

/** What of a filled-in form is the element's own: what differs from the inherited, and what was own before. */
export function ownPart(form: Settings, inherited: Settings, before: Settings): Settings {
  const own: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(form)) {
    if (value === undefined) continue
    const [below, was] = [inherited[name], before[name]]
    if (isObject(value) && isObject(below)) {
      const part = ownPart(value, below, isObject(was) ? was : {})
      if (Object.keys(part).length > 0 || was !== undefined) own[name] = part
    } else if (was !== undefined || !same(value, below)) own[name] = value
  }
  return own
}

export function isOwn(own: unknown, path: Path): boolean {
  let at: unknown = own
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return false
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return at !== undefined
}

/** Without the setting at `path`, and without objects that are empty for it. */
export function without(own: Settings, [name, ...rest]: Path): Settings {
  if (name === undefined) return own
  const { [name]: part, ...others } = own
  if (rest.length === 0 || !isObject(part)) return others
  const left = without(part, rest)
  return Object.keys(left).length === 0 ? others : { ...others, [name]: left }
}

/** What stands in `settings` at a JSON Pointer. */
export function valueAt(settings: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys.reduce<unknown>(
    (at, key) => Object(at)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
    pointer.startsWith('/') ? settings : undefined,
  )
}

/** What was typed, on top of what somebody else has saved meanwhile: `mine` wins where it is no longer `base`. */
export function carriedOver(base: Settings, mine: Settings, theirs: Settings): Settings {
  const carried: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [was, is, other] = [base[name], mine[name], theirs[name]]
    const value = isObject(is) && isObject(other) ? carriedOver(isObject(was) ? was : {}, is, other) : is
    const kept = same(was, is) ? other : value
    if (kept !== undefined) carried[name] = kept
  }
  return carried
}

/** JSON Pointer (RFC 6901). */
export function pointerOf(path: Path): string {
  return path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
