/** Names of elements and functions, and the keys that no JSON may hold (spec 1, "Inheritance"). */
const name = /^[A-Za-z]\w*$/
const fullName = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function isElementName(text: string): boolean {
  return name.test(text) && !forbiddenKeys.has(text)
}

export function isFullName(text: string): boolean {
  return fullName.test(text) && text.split('.').every(isElementName)
}

type Place = { readonly value: object; readonly key?: string; readonly above?: Place }

/** Where `value` holds a forbidden key, at any depth: its path. Neither depth nor a circle is a danger to it. */
export function findForbiddenKey(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const seen = new Set<object>([value])
  const open: Place[] = [{ value }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const [key, inner] of Object.entries(place.value)) {
      if (!Array.isArray(place.value) && forbiddenKeys.has(key)) return [...pathOf(place), key]
      if (typeof inner !== 'object' || inner === null || seen.has(inner)) continue
      seen.add(inner)
      open.push({ value: inner, key, above: place })
    }
  }
  return undefined
}

function pathOf(place: Place): string[] {
  const path: string[] = []
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.above) path.push(at.key)
  return path.reverse()
}
