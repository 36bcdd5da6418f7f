/** Settings that work and are unsafe: a start says so, and `doctor` ends with 1 (design: style, rule 10). */
import type { Settings } from '../config/load-settings.ts'
import type { Registry } from '../elements/registry.ts'
import { isLoopback } from './unsafe-elements.ts'

export type Risk = {
  /** `unsafe`: has to be changed. `warning`: fine where it is meant, and where there is no production. */
  readonly level: 'warning' | 'unsafe'
  /** The setting. */
  readonly subject: string
  /** By name, never by value. */
  readonly message: string
}

/** A secret of this many different characters is no random text of 32. */
const fewestCharacters = 12

/** More than a 256th of all IPv4 addresses, or of the IPv6 addresses of a region. */
const widestRange = { ipv4: 8, ipv6: 16 }

export function findSettingRisks(settings: Settings): Risk[] {
  const { production, host, secrets = [] } = settings
  return [
    ...(production ? urlRisks(settings) : []),
    ...(production || isLoopback(host)
      ? []
      : [unsafe('NODE_ENV', 'is not production, though HOST is reached from other machines')]),
    ...(production ? [...databaseRisks(settings), ...redisRisks(settings)] : []),
    ...proxyRisks(settings),
    ...secrets.flatMap((secret) => secretRisks('LATCHKEY_SECRET', secret)),
    ...(secrets.length > 1
      ? [warning('LATCHKEY_SECRET', `holds ${secrets.length} entries: a change is under way`)]
      : []),
  ]
}

/** Where the development inbox is not served. */
export function inboxRisks(registry: Registry): Risk[] {
  const message =
    'is an SMS.Console, whose messages nobody can read here: the inbox is served only where PUBLIC_URL is loopback and TRUSTED_PROXIES is empty'
  return registry
    .list({ type: 'SMS.Console', tier: 'instance' })
    .map(({ fullName }) => warning(fullName, message))
}

/** `subject` names the place of the secret. */
export function secretRisks(subject: string, secret: string): Risk[] {
  if (new Set(secret).size >= fewestCharacters) return []
  return [unsafe(subject, 'holds an entry of few different characters: anyone could guess it')]
}

function urlRisks({ publicUrl }: Settings): Risk[] {
  if (publicUrl === undefined)
    return [
      unsafe('PUBLIC_URL', 'is not set: tokens and messages would name the address that is listened on'),
    ]
  if (publicUrl.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname))
    return [unsafe('PUBLIC_URL', 'is http: passwords, codes and sessions would travel in clear')]
  return []
}

function databaseRisks({ databaseUrl }: Settings): Risk[] {
  if (databaseUrl === undefined) return []
  const { hostname, searchParams } = new URL(databaseUrl)
  if (hostname === '' || isLoopback(hostname) || searchParams.get('sslmode') === 'verify-full') return []
  return [warning('DATABASE_URL', 'has no sslmode=verify-full: whoever is on the way reads and changes all')]
}

function redisRisks({ redisUrl }: Settings): Risk[] {
  if (redisUrl === undefined) return []
  const { hostname, protocol } = new URL(redisUrl)
  if (protocol === 'rediss:' || isLoopback(hostname)) return []
  return [warning('REDIS_URL', 'is not rediss: whoever is on the way reads and changes all')]
}

function proxyRisks({ trustedProxies, publicUrl }: Settings): Risk[] {
  const wide = trustedProxies.filter(isWide)
  if (wide.length > 0)
    return [
      unsafe(
        'TRUSTED_PROXIES',
        `believes a large part of the world: ${wide.join(', ')}; anyone there forges addresses`,
      ),
    ]
  if (trustedProxies.length > 0 || publicUrl?.startsWith('https:') !== true) return []
  return [
    warning(
      'TRUSTED_PROXIES',
      'is empty, though PUBLIC_URL is https: behind a proxy all clients would share its address',
    ),
  ]
}

function isWide(range: string): boolean {
  const [address = '', bits] = range.split('/')
  const isIpv6 = address.includes(':')
  return bits !== undefined && Number(bits) < (isIpv6 ? widestRange.ipv6 : widestRange.ipv4)
}

function unsafe(subject: string, message: string): Risk {
  return { level: 'unsafe', subject, message }
}

function warning(subject: string, message: string): Risk {
  return { level: 'warning', subject, message }
}
