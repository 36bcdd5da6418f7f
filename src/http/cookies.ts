/** Where cookies may be set, and how they are called and read (spec 6, N3: by configuration, not by the request). */
import type { FastifyRequest } from 'fastify'
import type { HttpServices } from './http-services.ts'

export type CookieForm = {
  /** In front of the name; with `__Host-` browsers take it from this very host over TLS alone. */
  readonly prefix: '__Host-' | ''
  readonly attributes: string
}

const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Without TLS there are cookies on loopback only, and there browsers refuse the prefix. */
export function cookieForm(
  { publicUrl }: Pick<HttpServices, 'publicUrl'>,
  sameSite: 'Lax' | 'Strict',
): CookieForm | undefined {
  const { protocol, hostname } = new URL(publicUrl())
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}`
  if (protocol === 'https:') return { prefix: '__Host-', attributes: `${attributes}; Secure` }
  return loopbackHost.test(hostname) ? { prefix: '', attributes } : undefined
}

export function readCookies({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}
