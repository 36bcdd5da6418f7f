/** The compact form of a JWS (RFC 7515): three base64url texts with dots between. */

export type CompactJws = {
  readonly header: JsonObject
  /** What the signature is over. */
  readonly signingInput: string
  readonly signature: Buffer
  /** Call only after the signature was checked. */
  payload(): JsonObject | undefined
}

export type JsonObject = { readonly [name: string]: unknown }

/** No token of ours comes near; more is not looked at. */
const maximumCharacters = 8192
const compactForm = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

export function encodeSegment(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Takes a token apart. Nothing when it is too long, not of this form, or asks for extensions (`crit`). */
export function readCompactJws(token: string): CompactJws | undefined {
  if (token.length > maximumCharacters || !compactForm.test(token)) return undefined
  const [head = '', body = '', tail = ''] = token.split('.')
  const header = decodeSegment(head)
  const signature = Buffer.from(tail, 'base64url')
  const onlySpelling = signature.toString('base64url') === tail
  if (header === undefined || header.crit !== undefined || !onlySpelling) return undefined
  return { header, signingInput: `${head}.${body}`, signature, payload: () => decodeSegment(body) }
}

function decodeSegment(segment: string): JsonObject | undefined {
  return parseObject(Buffer.from(segment, 'base64url').toString('utf8'))
}

/** `text` as a JSON object, or nothing. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** A claim that is a time, in whole seconds since the epoch. */
export function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
