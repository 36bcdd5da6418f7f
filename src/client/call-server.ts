/** One call of the server: headers, time-out, and what an answer means. */
import type { CallOptions, ClientOptions } from './client-options.ts'
import { pause } from './pause.ts'
import { Refused } from './refused.ts'
import { Unanswered } from './unanswered.ts'

export type ServerCall = {
  readonly path: string
  readonly method?: 'GET' | 'POST' | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly credentials?: RequestCredentials
  /** Does the call only read, so that a second one does no harm? A send never is. */
  readonly isSafe?: boolean
}

const tries = 3
const firstPauseMs = 250
/** What a proxy says of a server that it does not reach. */
const isPassing = (status: number | undefined) => status === undefined || (status >= 502 && status <= 504)

/**
 * The JSON of the answer; nothing for an empty one. A safe call is tried three times where no answer came. Refusals:
 * `Refused`, `Unanswered`, the reason of `signal`.
 */
export async function callServer(
  options: ClientOptions,
  call: ServerCall,
  { signal }: CallOptions = {},
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await callOnce(options, call, signal)
    } catch (error) {
      const mayTryAgain = call.isSafe === true && attempt < tries
      if (!mayTryAgain || !(error instanceof Unanswered) || !isPassing(error.status)) throw error
      await pause(firstPauseMs * attempt * (1 + Math.random()), signal)
    }
  }
}

async function callOnce(
  { clientId, tenantId, language, agreements, baseUrl = '', timeoutMs = 30_000 }: ClientOptions,
  { path, method = 'POST', body, headers, credentials = 'omit' }: ServerCall,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeoutMs)
  const sent = new Headers({ 'X-client-id': clientId })
  const all = {
    'X-L': language ?? globalThis.document?.documentElement.lang ?? '',
    'X-tenant-id': tenantId,
    'X-agreements': agreements?.().join(),
    'Content-Type': body === undefined ? undefined : 'application/json',
    ...headers,
  }
  for (const [name, value] of Object.entries(all)) if (value) sent.set(name, value)
  let answer: Response
  let text: string
  try {
    answer = await fetch(baseUrl.replace(/\/$/, '') + path, {
      method,
      headers: sent,
      credentials,
      cache: 'no-store',
      redirect: 'error',
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    text = await answer.text()
  } catch (cause) {
    signal?.throwIfAborted()
    throw new Unanswered(undefined, undefined, { cause })
  }
  return readAnswer(answer, text)
}

function readAnswer({ status, ok, headers }: Response, text: string): unknown {
  const json = parse(text)
  if (ok && json !== undefined) return json ?? undefined
  const { error_code, error_msg, errcode, errmsg, error, message, requestId } = Object(json)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const wait = Number.isFinite(seconds) ? seconds : undefined
  if (error_code) throw new Refused(error_code, error_msg, status, wait)
  if (error && message) throw new Refused(error, message, status, wait)
  if (!errcode) throw new Unanswered(status, requestId)
  const [code = '', ...words] = String(errmsg).split(': ')
  throw new Refused(code, words.join(': '), status, wait)
}

/** Null for an empty text, nothing for one that is no JSON. */
function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
