/** Every call that takes an id_token, with tokens that are not right (spec 5, "Tokens"; spec 6, A47, A48, T1). */
import assert from 'node:assert/strict'
import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader, generateKeyPair, type JWTPayload } from 'jose'
import { maxTokenTtlSeconds } from '../../../src/app/rooms.ts'
import { sdkCalls } from '../../../src/http/sdk/sdk-face.ts'
import { signWithJose } from '../../tokens/open-tokens.ts'
import { otherClientId } from '../support/app-files.ts'
import { type FlowApp, mobile, openFlowApp } from '../support/flow-app.ts'
import { bearer, type Headers, type Json } from '../support/http-app.ts'
import { inAcme, inGlobex, openTenantApp } from '../support/tenant-app.ts'

const refused = 'IDAAS.SDK.PARAM.0016'
const newMobile = '13900139000'
const wrong = '000000'

const asks: readonly (readonly [path: string, body?: object])[] = [
  ['pwd/change', { old_password: 'wrong', new_password: 'battery staple' }],
  ['pwd/update-by-mobile', { verify_code: wrong, password: 'battery staple' }],
  ['profile/update-mobile', { mobile: newMobile, verify_code: wrong }],
  ['mfa/totp/enrol'],
  ['mfa/totp/confirm', { code: wrong }],
  ['mfa/totp/remove', { code: wrong }],
  ['sms/send', { mobile, type: 'UPDATE_PWD_SMS' }],
  ['sms/send', { mobile, type: 'CHANGE_PWD_SMS' }],
  ['sms/send', { mobile: newMobile, type: 'UPDATE_MOBILE_SMS' }],
  ['sms/send', { mobile: newMobile, type: 'BIND_MOBILE_SMS' }],
]

type Caller = Pick<FlowApp, 'call'>

/** What each call answers to a caller with this token. */
async function answers(app: Caller, token: string): Promise<unknown[]> {
  const all: unknown[] = []
  for (const [path, body] of asks) all.push((await app.call(path, body, bearer(token))).error_code)
  return all
}

async function assertRefused(app: Caller, token: string, told: string): Promise<void> {
  assert.deepEqual(
    await answers(app, token),
    asks.map(() => refused),
    told,
  )
}

async function assertTaken(app: Caller, token: string, told: string): Promise<void> {
  assert.equal((await answers(app, token)).filter((code) => code === refused).length, 0, told)
}

type Genuine = {
  readonly token: string
  readonly claims: JWTPayload
  readonly kid: string
  readonly key: KeyObject
  readonly now: number
  readonly login: Json
}

/** A token of a login, and what a thief of the signing key has. */
async function genuine(app: FlowApp): Promise<Genuine> {
  const login = await app.byPassword()
  const token = String(login.id_token)
  const { kid, privateKey: key } = await app.rooms.signingKeys.signingKey('ES256')
  assert.equal(decodeProtectedHeader(token).kid, kid)
  return { token, claims: decodeJwt(token), kid, key, now: Math.floor(app.now() / 1000), login }
}

const sign = ({ claims, kid, key }: Genuine, changed: object = {}) =>
  signWithJose({ kid, algorithm: 'ES256', key }, { ...claims, ...changed } as JWTPayload)

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signed with the public key, as it stands in the key set, for a verifier that takes it for a secret. */
function withHmac({ claims, kid, key }: Genuine): string[] {
  const publicKey = createPublicKey(key)
  const forms = [
    publicKey.export({ format: 'pem', type: 'spki' }),
    publicKey.export({ format: 'der', type: 'spki' }),
    JSON.stringify(publicKey.export({ format: 'jwk' })),
  ]
  return forms.map((form) => {
    const input = `${encode({ alg: 'HS256', kid, typ: 'JWT' })}.${encode(claims)}`
    return `${input}.${createHmac('sha256', form).update(input).digest('base64url')}`
  })
}

function withoutAlgorithm({ token, kid }: Genuine): string[] {
  const [, payload, signature] = token.split('.')
  return ['none', 'None', ''].flatMap((alg) => {
    const head = encode({ alg, kid, typ: 'JWT' })
    return [`${head}.${payload}.`, `${head}.${payload}.${signature}`]
  })
}

async function ofForeignKey({ claims, kid }: Genuine): Promise<string[]> {
  const { privateKey: key } = await generateKeyPair('ES256')
  const foreign = { algorithm: 'ES256', key: key as unknown as KeyObject }
  return [
    await signWithJose({ kid, ...foreign }, claims),
    await signWithJose({ kid: 'another', ...foreign }, claims),
  ]
}

const forgeries: Readonly<Record<string, (one: Genuine) => Promise<readonly string[]> | readonly string[]>> =
  {
    'A47: no exp': async (one) => [await sign(one, { exp: undefined })],
    'A47: expired': async (one) => [await sign(one, { exp: one.now })],
    'A47: not yet valid': async (one) => [await sign(one, { nbf: one.now + 1 })],
    'A47: wrong aud': async (one) =>
      Promise.all([otherClientId, '', [one.claims.aud]].map((aud) => sign(one, { aud }))),
    'A47: alg none': withoutAlgorithm,
    'A47: HMAC signed with the public key': withHmac,
    'A47: truncated': ({ token }) => [
      token.slice(0, -1),
      token.slice(0, token.length / 2),
      token.slice(0, token.lastIndexOf('.')),
      token.slice(1),
    ],
    'A48: a foreign issuer by name': async (one) =>
      Promise.all(['https://evil.example', `${one.claims.iss}/`].map((iss) => sign(one, { iss }))),
    'A48: a foreign issuer by key': ofForeignKey,
    'of no session, or of another user': async (one) => [
      await sign(one, { sid: 'x'.repeat(32) }),
      await sign(one, { sub: 'x'.repeat(32) }),
    ],
    'no id_token': ({ login }) => [String(login.session_token), 'x', `${login.id_token}.x`],
  }

describe('every call that takes an id_token', () => {
  test('is asked here', () => {
    const taking = sdkCalls.filter(({ idToken }) => idToken !== undefined).map(({ path }) => path)
    assert.deepEqual(new Set(asks.map(([path]) => `/sdk/${path}`)), new Set(taking))
  })

  for (const [name, forge] of Object.entries(forgeries))
    test(name, async (t) => {
      const app = await openFlowApp(t)
      const one = await genuine(app)
      for (const token of await forge(one)) await assertRefused(app, token, token)
      await assertTaken(app, await sign(one), 'the stolen key itself signs well')
      await assertTaken(app, one.token, 'the token itself')
    })

  test('A47: a token of another client, in its own right', async (t) => {
    const app = await openFlowApp(t)
    const other = { 'x-client-id': otherClientId }
    const verify_code = await app.codeFor('LOGIN_SMS', mobile, other)
    const login = await app.call('login/mobile-verify-code', { mobile, verify_code }, other)
    assert.equal(login.status, 'SUCCESS')
    await assertRefused(app, String(login.id_token), 'at the first client')
  })

  test('A45: a token of the same client in another tenant', async (t) => {
    const app = await openTenantApp(t)
    const session = { 'session-token': await app.login(mobile, inAcme) }
    const { id_token } = (
      await app.sdk('sso/session-token/id-token', undefined, { ...inAcme, ...session })
    ).json()
    const callerIn = (tenant: Headers): Caller => ({
      async call(path, body, headers) {
        const answer = await app.sdk(path, body, { ...tenant, ...headers })
        return { status: 'EMPTY', ...(answer.body === '' ? {} : answer.json()) }
      },
    })
    await assertRefused(callerIn(inGlobex), id_token, 'there')
    await assertTaken(callerIn(inAcme), id_token, 'at home')
  })

  test('A47: a retired key, from the moment on that its last token has expired', async (t) => {
    const app = await openFlowApp(t)
    const one = await genuine(app)
    const long = await sign(one, { exp: one.now + 10 * maxTokenTtlSeconds })
    await app.rooms.signingKeys.rotate()
    await assertTaken(app, one.token, 'right after the rotation')
    app.pass(maxTokenTtlSeconds)
    await assertTaken(app, long, 'as long as a token of it may live')
    app.pass(2)
    await assertRefused(app, long, 'after that')
    await app.rooms.signingKeys.rotate()
    await assertRefused(app, long, 'once its row is gone')
  })

  test('A46: a session that ended', async (t) => {
    const app = await openFlowApp(t)
    const { token, login } = await genuine(app)
    await assertTaken(app, token, 'before')
    await app.call('logout', undefined, { 'session-token': String(login.session_token) })
    await assertRefused(app, token, 'after the logout')
  })
})
