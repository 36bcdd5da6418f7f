/** Where the SQLite driver keeps the fact of a key. */

/** Where a fact lies: its slot first, so that a page holds what belongs together and a request writes few of them. */
export function placeOf(key: string): string {
  const from = key.indexOf('{')
  const to = key.indexOf('}', from)
  if (from < 0 || to < 0) return key
  return `${key.slice(from, to + 1)}${from}:${key.slice(0, from)}${key.slice(to + 1)}`
}

const placed = /^(\{[^}]*\})(\d+):/

/** The key of what lies at a place. */
export function keyAt(place: string): string {
  const [mark = '', slot = '', before = '0'] = placed.exec(place) ?? []
  if (mark === '') return place
  const rest = place.slice(mark.length)
  return rest.slice(0, Number(before)) + slot + rest.slice(Number(before))
}
