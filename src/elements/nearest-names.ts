/** Names that someone who typed `wanted` may have meant. */
const mostEdits = 3
const mostNames = 3
const longestName = 200

/** The nearest first: at most three, each at most three edits away, or with the same last part. */
export function nearestNames(names: Iterable<string>, wanted: string): string[] {
  if (wanted.length > longestName) return []
  return [...names]
    .map((name) => ({ name, edits: distance(name, wanted) }))
    .filter(({ edits }) => edits <= mostEdits)
    .toSorted((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, mostNames)
    .map(({ name }) => name)
}

function distance(name: string, wanted: string): number {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()]
  const whole = Math.abs(a.length - b.length) > mostEdits ? Number.POSITIVE_INFINITY : editDistance(a, b)
  return whole > mostEdits && lastPart(a) === lastPart(b) ? mostEdits : whole
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Levenshtein's: characters put in, left out or replaced. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    above = row
  }
  return above[b.length] ?? 0
}
