/** `redis://USER:PASSWORD@HOST:PORT/DATABASE?prefix=NAME`; `rediss://` is the same over TLS. */

export type RedisAddress = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  /** What every key begins with, so that installations can share a server. */
  readonly prefix: string
}

const defaultPort = 6379
const defaultPrefix = 'latchkey'

/** Throws where `url` is none, with no word of what is in it. */
export function redisAddressOf(url: string): RedisAddress {
  const parsed = URL.parse(url)
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol)) throw new Error('no address of Redis')
  const { hostname, port, protocol, username, password, pathname, searchParams } = parsed
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    tls: protocol === 'rediss:',
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    database: Number(pathname.slice(1)),
    prefix: searchParams.get('prefix') ?? defaultPrefix,
  }
}
