/** Values for the fuzzer: what is right, what is nearly right, and what has broken other programs. */
import type { SeededRandom } from '../support/seeded-random.ts'
import { passwordLogin, quickClient, quickLogin, slowClient } from './fault-app.ts'

/** What is right at this moment, by the name of the field or header that takes it. */
export type RightValues = Readonly<Record<string, readonly string[]>>

export const fixedValues: RightValues = {
  type: ['LOGIN_SMS', 'REGISTER_SMS', 'FORGET_PWD_SMS', 'MFA_AUTH_SMS'],
  platform: ['web', 'mobile', 'app'],
  purpose: ['login', 'account'],
  corp: ['', 'faults', 'Default'],
  nick: ['Wang', '王小明'],
  'x-client-id': [quickClient, slowClient],
  'x-operating-sys-version': ['fuzz'],
  'x-device-fingerprint': ['fuzz', 'fuzz 2'],
  'x-agent': ['fuzz'],
  'x-l': ['zh', 'en', 'zh-CN,en;q=0.5'],
  'x-tenant-id': ['default'],
}

export const knownPaths: readonly string[] = [
  '/api/v2/sdk/captcha',
  '/api/v2/sdk/nothing',
  '/api/v2/tenant/token',
  '/api/v2',
  '/api/v1/session',
  '/api/v1/oauth2/keys',
  '/api/v1/logout',
  '/api/faults/app/SMS/console/sendMessage',
  '/api/faults/app/clients/quick/x',
  `/api/faults/app/${quickLogin}/sendCode`,
  `/api/faults/app/${passwordLogin}/encryptPassword`,
  '/dev/inbox',
  '/dev/inbox.css',
  '/openapi.json',
  '/docs',
  '/docs.css',
  '/healthz',
  '/readyz',
  '/metrics',
  '/',
]

const texts: readonly string[] = [
  '',
  ' ',
  '0',
  '\0',
  '\ud800',
  '\u202e+86 138',
  '１３８００１３８０００',
  '\u200b13800138000',
  "' or 1=1 --",
  '"); drop table users; --',
  '%00%ff%2e%2e',
  '../../../../etc/passwd',
  '{{LATCHKEY_SECRET}}',
  '$' + '{jndi:ldap://x}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  '\r\nX-Injected: 1',
  'ı',
  'ﬃ',
  '👩‍👩‍👧‍👦'.repeat(20),
  '+'.repeat(64),
  '9'.repeat(400),
  'é'.repeat(2000),
  'null',
  'NaN',
  '1e999',
]

export function anyText(random: SeededRandom): string {
  if (random.chance(0.5)) return random.pick(texts)
  const length = random.below(random.chance(0.1) ? 3000 : 24)
  return Array.from({ length }, () =>
    String.fromCharCode(random.below(random.chance(0.8) ? 128 : 65_536)),
  ).join('')
}

/** Any JSON value, seldom deep. */
export function anyValue(random: SeededRandom, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 6 : 9)
  if (kind < 3) return anyText(random)
  if (kind === 3) return random.pick([0, -1, 1.5, 1e21, 2 ** 53, -0])
  if (kind === 4) return random.chance(0.5)
  if (kind === 5) return null
  if (kind === 6) return Array.from({ length: random.below(4) }, () => anyValue(random, depth + 1))
  if (kind === 7) return { value: anyValue(random, depth + 1) }
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [anyText(random), anyValue(random, depth + 1)]),
  )
}

/** A right value, a right one that is spoilt, or anything. */
export function valueFor(random: SeededRandom, name: string, right: RightValues): unknown {
  const known = right[name]
  if (known === undefined || known.length === 0) return anyValue(random)
  const value = random.pick(known)
  const luck = random.next()
  if (luck < 0.6) return value
  return luck < 0.8 ? spoil(random, value) : anyValue(random)
}

export function textFor(random: SeededRandom, name: string, right: RightValues): string {
  const value = valueFor(random, name, right)
  return typeof value === 'string' ? value : anyText(random)
}

function spoil(random: SeededRandom, value: string): string {
  const at = random.below(value.length + 1)
  const spoilt = [
    value.slice(0, at),
    value.slice(0, at) + anyText(random) + value.slice(at),
    value.toUpperCase(),
    `${value} `,
    value + value,
    [...value].toReversed().join(''),
  ]
  return random.pick(spoilt)
}
