/**
 * One POST to an endpoint that others chose: to a checked address, within a deadline, without redirects; of the answer
 * nothing but the status is looked at.
 */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import {
  allowedAddresses,
  type InternalHosts,
  pinnedTo,
  type Resolve,
  TargetRefused,
} from '../base/allowed-target.ts'

export type PostOptions = {
  readonly internal: InternalHosts
  /** For all of it, the look-up included. */
  readonly deadlineMs: number
  /** Only for tests: who resolves names. Default: the system. */
  readonly resolve?: Resolve | undefined
  /** Only for tests: certificates that are trusted. Default: those of Node. */
  readonly ca?: string | undefined
}

export type PostResult = {
  readonly ok: boolean
  /** The status, or why there is none: `TIMEOUT`, `ADDRESS_REFUSED`, or the code of the system, such as `ECONNREFUSED`. */
  readonly result: string
  readonly status?: number
}

export type Message = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

const bySystem: Resolve = (host) => lookup(host, { all: true })

/** Never rejects. */
export async function postMessage(url: URL, message: Message, options: PostOptions): Promise<PostResult> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<PostResult>()
  let request: ClientRequest | undefined
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    request?.destroy()
    giveUp({ ok: false, result: 'TIMEOUT' })
  }, options.deadlineMs)
  const sent = async () => {
    const addresses = await allowedAddresses(url, options.internal, options.resolve ?? bySystem)
    if (isLate) return late
    request = open(url, message, addresses, options)
    return answered(request)
  }
  try {
    return await Promise.race([sent().catch(failureOf), late])
  } finally {
    clearTimeout(timer)
  }
}

function open(
  url: URL,
  { headers, body }: Message,
  addresses: readonly LookupAddress[],
  { ca }: PostOptions,
) {
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: pinnedTo(addresses),
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Latchkey-Webhooks',
    },
  }
  const request =
    url.protocol === 'https:' ? requestHttps(url, { ...options, ca }) : requestHttp(url, options)
  return request.end(body)
}

/** The connection ends with the head of the answer: its body is not received. */
function answered(request: ClientRequest): Promise<PostResult> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      response.destroy()
      resolve({ ok: status >= 200 && status < 300, result: String(status), status })
    })
  })
}

function failureOf(error: unknown): PostResult {
  if (error instanceof TargetRefused) return { ok: false, result: 'ADDRESS_REFUSED' }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED'
  return { ok: false, result: code.slice(0, 64) }
}
