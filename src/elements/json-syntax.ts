/** Where a text stops being JSON. `JSON.parse` says so only sometimes, and quotes the text, which may hold secrets. */
const space = /[\t\n\r ]*/y
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy
const scalar = new RegExp(
  `${string.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[Ee][+-]?\\d+)?|true|false|null`,
  'uy',
)

class Stop {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

/** Line and column, both from 1, of the first thing that JSON does not allow. */
export function locateSyntaxError(text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, stopOf(text)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function stopOf(text: string): number {
  try {
    return skip(text, value(text, 0))
  } catch (stop) {
    if (stop instanceof Stop) return stop.at
    throw stop
  }
}

function value(text: string, from: number): number {
  const at = skip(text, from)
  if (text[at] === '{') return list(text, at + 1, '}', member)
  if (text[at] === '[') return list(text, at + 1, ']', value)
  return token(scalar, text, at)
}

function member(text: string, from: number): number {
  const colon = skip(text, token(string, text, skip(text, from)))
  if (text[colon] !== ':') throw new Stop(colon)
  return value(text, colon + 1)
}

function list(text: string, from: number, close: string, item: typeof value): number {
  let at = skip(text, from)
  if (text[at] === close) return at + 1
  for (;;) {
    at = skip(text, item(text, at))
    if (text[at] === close) return at + 1
    if (text[at] !== ',') throw new Stop(at)
    at += 1
  }
}

function skip(text: string, at: number): number {
  return token(space, text, at)
}

function token(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  if (!pattern.test(text)) throw new Stop(at)
  return pattern.lastIndex
}
