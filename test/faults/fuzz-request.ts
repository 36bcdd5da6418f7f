/** One request of the fuzzer: well formed with any values, with bytes changed, or no HTTP at all. */
import type { SeededRandom } from '../support/seeded-random.ts'
import { anyText, anyValue, type RightValues, textFor, valueFor } from './fuzz-values.ts'
import type { RawRequest } from './raw-exchange.ts'

/** A path, the method that it is for, and the names of the fields that its body takes. */
export type Route = { readonly method: string; readonly path: string; readonly fields: readonly string[] }

export type FuzzInput = { readonly routes: readonly Route[]; readonly right: RightValues }

/** `path` is set where the server must have read it as it stands. */
export type FuzzRequest = RawRequest & { readonly path: string | undefined }

const methods = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']

const headerNames = [
  'x-client-id',
  'x-operating-sys-version',
  'x-device-fingerprint',
  'x-agent',
  'x-l',
  'x-tenant-id',
  'session-token',
  'authorization',
]

const oddHeaders: readonly string[] = [
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Expect: 100-continue',
  'Expect: something',
  'Upgrade: websocket\r\nConnection: Upgrade',
  'Upgrade: h2c',
  'Content-Encoding: gzip',
  'Content-Type: text/plain',
  'Content-Type: multipart/form-data; boundary=x',
  'Content-Type: application/json; charset=utf-16',
  'Host: evil.example',
  'X-Forwarded-For: 1.2.3.4, garbage',
  'X-Forwarded-Host: evil.example',
  'Origin: null',
  'Origin: https://evil.example',
  'Access-Control-Request-Method: POST',
  'Cookie: latchkey=x; latchkey-device=y; =; ;;',
  'Authorization: Basic eA==',
  'Accept: text/html',
  'Range: bytes=0-5',
  'If-None-Match: *',
  `X-Long: ${'x'.repeat(9000)}`,
  `X-Longer: ${'x'.repeat(17_000)}`,
  ': empty',
  'no colon',
]

/** Follows from `random` and `input` alone. */
export function fuzzRequest(random: SeededRandom, input: FuzzInput): FuzzRequest {
  const { bytes, ...plain } = plainRequest(random, input)
  const from = `127.0.${random.below(4)}.${1 + random.below(250)}`
  const luck = random.next()
  if (luck < 0.7 || plain.method === 'HEAD') {
    const complete = plain.path !== undefined
    return { ...plain, from, complete, chunks: inChunks(random, bytes) }
  }
  const method = 'unknown'
  const [path, complete] = [undefined, false]
  if (luck < 0.93) return { method, path, from, complete, chunks: inChunks(random, mutated(random, bytes)) }
  return { method, path, from, complete, chunks: inChunks(random, noRequest(random, bytes)) }
}

type PlainRequest = { readonly method: string; readonly path: string | undefined; readonly bytes: Buffer }

function plainRequest(random: SeededRandom, { routes, right }: FuzzInput): PlainRequest {
  const route = random.pick(routes)
  const method = random.chance(0.85) ? route.method : random.pick(methods)
  const asItIs = random.chance(0.85)
  const target = asItIs ? route.path : spoiltPath(random, route.path)
  const query = random.chance(0.1) ? `?${encodeURI(wellFormed(anyText(random)))}` : ''
  const body = bodyFor(random, route, right)
  const odd = random.chance(0.2)
  const lines = [
    `${method} ${target}${query} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...(random.chance(0.9) ? ['Connection: close'] : []),
    ...headerNames
      .filter(() => random.chance(0.93))
      .map((name) => `${name}: ${headerFor(random, name, right)}`),
    ...(body.length > 0 ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : []),
    ...(odd ? [random.pick(oddHeaders)] : []),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return { method, path: asItIs && !odd ? route.path : undefined, bytes: Buffer.concat([head, body]) }
}

function headerFor(random: SeededRandom, name: string, right: RightValues): string {
  const known = right[name]
  const text = known !== undefined && random.chance(0.85) ? random.pick(known) : textFor(random, name, right)
  return text.replace(/[^\x20-\x7e\x80-\xff]/g, '?')
}

function bodyFor(random: SeededRandom, { fields }: Route, right: RightValues): Buffer {
  const luck = random.next()
  if (luck < 0.08) return Buffer.alloc(0)
  if (luck < 0.13)
    return Buffer.from(random.pick(['{', '[]', 'null', '"x"', '{"a":1,}', '\ufeff{}', 'a=b&c=d']))
  if (luck < 0.16) return Buffer.from(JSON.stringify(anyValue(random)) ?? '')
  if (luck < 0.17) return Buffer.from(`{"mobile":"${'x'.repeat(70_000)}"}`)
  if (luck < 0.18) return Buffer.from('['.repeat(5000) + ']'.repeat(5000))
  const onlyOne = random.chance(0.6) && fields.length > 0 ? random.pick(fields) : undefined
  const named = fields
    .filter((name) => (onlyOne ?? name) !== name || random.chance(0.95))
    .map((name) => [
      name,
      (onlyOne ?? name) === name ? valueFor(random, name, right) : rightFor(random, name, right),
    ])
  const more = random.chance(0.1) ? [[anyText(random), anyValue(random)]] : []
  return Buffer.from(JSON.stringify(Object.fromEntries([...named, ...more])))
}

/** Most requests are wrong in one field only, or they would all end at the first check. */
function rightFor(random: SeededRandom, name: string, right: RightValues): string {
  const known = right[name] ?? []
  return known.length === 0 ? anyText(random) : random.pick(known)
}

function spoiltPath(random: SeededRandom, path: string): string {
  const parts = path.split('/')
  const at = 1 + random.below(parts.length - 1)
  const other = random.pick([
    '',
    '.',
    '..',
    '%2e%2e',
    '%',
    '%zz',
    '%c0%af',
    '__proto__',
    'constructor',
    'x'.repeat(600),
  ])
  return random.pick([
    parts.with(at, other).join('/'),
    `/${path}`,
    `${path}/`,
    path.toUpperCase(),
    path.replaceAll('/', '%2f'),
    `http://evil.example${path}`,
    `${path}%00`,
    path.slice(0, random.below(path.length)) || '*',
  ])
}

function wellFormed(text: string): string {
  return text.toWellFormed()
}

function mutated(random: SeededRandom, bytes: Buffer): Buffer {
  let result: Buffer = bytes
  const times = 1 + random.below(6)
  for (let i = 0; i < times; i += 1) result = mutateOnce(random, result)
  return result
}

function mutateOnce(random: SeededRandom, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1)
  const to = Math.min(bytes.length, at + random.below(40))
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  const kind = random.below(5)
  if (kind === 0) return Buffer.concat([before, after])
  if (kind === 1) return Buffer.concat([before, middle, middle, after])
  if (kind === 2) return before
  if (kind === 3) return Buffer.concat([before, anyBytes(random, 1 + random.below(8)), middle, after])
  return Buffer.concat([before, middle.map((byte) => byte ^ (1 << random.below(8))), after])
}

function anyBytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)))
}

/** What is no HTTP/1.1, or several requests at once. */
function noRequest(random: SeededRandom, bytes: Buffer): Buffer {
  const kinds = [
    () => anyBytes(random, random.below(300)),
    () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    () => Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1'),
    () => Buffer.from('GET / HTTP/0.9\r\n\r\n'),
    () => Buffer.from('CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'),
    () =>
      Buffer.from(
        `POST /api/v2/sdk/sms/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      ),
    () => Buffer.from('\r\n'.repeat(1 + random.below(50))),
    () => Buffer.concat([bytes, bytes, bytes]),
  ]
  return random.pick(kinds)()
}

function inChunks(random: SeededRandom, bytes: Buffer): Buffer[] {
  if (bytes.length < 2 || random.chance(0.7)) return [bytes]
  const at = 1 + random.below(bytes.length - 1)
  return [bytes.subarray(0, at), bytes.subarray(at)]
}
