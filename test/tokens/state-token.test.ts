import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import {
  createStateTokens,
  type ExpectedStateToken,
  type StateTokenFault,
  type StateTokenResult,
} from '../../src/tokens/state-token.ts'
import { createTurnedClock, issuer, secret } from './open-tokens.ts'

const newerSecret = 'the secret that follows it, 32 characters and more'
const from = { tenantId: defaultTenant, clientId: 'client', deviceFingerprint: 'device' }
const asked = { ...from, flowId: 'flow', step: 'MFA_AUTH' }
const expected: ExpectedStateToken = { ...from, steps: ['MFA_AUTH'] }
const key = createKeyring([secret]).subkey('state-token')

function openStates() {
  const clock = createTurnedClock()
  const on = (...secrets: string[]) => createStateTokens({ keyring: createKeyring(secrets), clock, issuer })
  return { clock, on, states: on(secret) }
}

function reasonOf(result: StateTokenResult): StateTokenFault | 'valid' {
  return result.valid ? 'valid' : result.reason
}

function sign(claims: JWTPayload, alg = 'HS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(key)
}

describe('a state_token', () => {
  test('spec 5: is an HS256 JWT with the claim subject as a JSON text, which jose verifies', async () => {
    const { states, clock } = openStates()
    const { token, jti, expiresAt } = states.issue(asked)
    const options = { currentDate: new Date(clock.now()), algorithms: ['HS256'], issuer, audience: 'client' }
    const { payload } = await jwtVerify(token, key, options)
    assert.equal(payload.jti, jti)
    assert.equal(payload.exp, expiresAt / 1000)
    assert.equal(typeof payload.subject, 'string')
    const { flow, step, tenant } = JSON.parse(payload.subject as string)
    assert.deepEqual({ flow, step, tenant }, { flow: 'flow', step: 'MFA_AUTH', tenant: 'default' })
    assert.deepEqual(states.verify(token, expected), {
      valid: true,
      flowId: 'flow',
      step: 'MFA_AUTH',
      jti,
      expiresAt,
    })
  })

  test('every token has a jti of its own, and does not show the device', () => {
    const { states } = openStates()
    const [one, two] = [states.issue(asked), states.issue(asked)]
    assert.notEqual(one.jti, two.jti)
    const devices = [one, two].map(({ token }) => JSON.parse(decodeJwt(token).subject as string).device)
    assert.notEqual(devices[0], devices[1])
    assert.ok(!devices.includes('device'))
  })

  test('spec 5: lives for ten minutes, to the millisecond', () => {
    const { states, clock } = openStates()
    const { token } = states.issue(asked)
    clock.turn(599.999)
    assert.equal(reasonOf(states.verify(token, expected)), 'valid')
    clock.turn(0.001)
    assert.equal(reasonOf(states.verify(token, expected)), 'expired')
    clock.turn(-600 - 120.001)
    assert.equal(reasonOf(states.verify(token, expected)), 'not-yet-valid')
  })

  test('A46, A45: of another client, device, tenant or step it is refused', () => {
    const { states } = openStates()
    const { token } = states.issue(asked)
    const check = (changed: Partial<ExpectedStateToken>) =>
      reasonOf(states.verify(token, { ...expected, ...changed }))
    assert.equal(check({ clientId: 'other' }), 'wrong-client')
    assert.equal(check({ deviceFingerprint: 'other' }), 'wrong-device')
    assert.equal(check({ tenantId: 'other' as TenantId }), 'wrong-tenant')
    assert.equal(check({ steps: ['PASSWORD_EXPIRED', 'PASSWORD_WARN'] }), 'wrong-step')
    assert.equal(check({ steps: ['PASSWORD_WARN', 'MFA_AUTH'] }), 'valid')
  })
})

describe('A31: a forged state', () => {
  test('A31: a foreign key, another algorithm, alg none', async () => {
    const { states, on } = openStates()
    const { token } = states.issue(asked)
    const [, payload, signature] = token.split('.')
    assert.equal(reasonOf(states.verify(on(newerSecret).issue(asked).token, expected)), 'bad-signature')
    assert.equal(reasonOf(states.verify(await sign(decodeJwt(token), 'HS512'), expected)), 'malformed')
    for (const alg of ['none', 'hs256', 'RS256']) {
      const head = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(token), alg })).toString('base64url')
      assert.equal(reasonOf(states.verify(`${head}.${payload}.${signature}`, expected)), 'malformed')
      assert.equal(reasonOf(states.verify(`${head}.${payload}.`, expected)), 'malformed')
    }
  })

  test('A31: any character changed or cut away', () => {
    const { states } = openStates()
    const { token } = states.issue(asked)
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      assert.notEqual(reasonOf(states.verify(changed, expected)), 'valid', `changed at ${at}`)
      assert.notEqual(reasonOf(states.verify(token.slice(0, at), expected)), 'valid', `cut at ${at}`)
    }
  })

  test('T1: a claim that is missing or of another type, and a foreign issuer', async () => {
    const { states } = openStates()
    const claims = decodeJwt(states.issue(asked).token)
    const check = async (changed: JWTPayload) => reasonOf(states.verify(await sign(changed), expected))
    assert.equal(await check(claims), 'valid', 'the stolen key itself signs well')
    for (const name of ['iss', 'aud', 'exp', 'nbf', 'jti', 'subject']) {
      const { [name]: _, ...others } = claims
      assert.equal(await check(others), 'missing-claim', name)
    }
    for (const subject of ['', '[]', 'null', '{}', '{"flow":1}', '{'])
      assert.equal(await check({ ...claims, subject }), 'missing-claim', subject)
    assert.equal(await check({ ...claims, iss: 'https://evil.example' }), 'wrong-issuer')
  })

  test('A31: verify never throws, whatever it is given', () => {
    const { states } = openStates()
    const { token } = states.issue(asked)
    const [head, payload] = token.split('.')
    const segment = fc.oneof(
      fc.constantFrom(head ?? '', payload ?? '', ''),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.string(),
    )
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(segment, { maxLength: 4 }).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(garbage, (text) => assert.equal(states.verify(text, expected).valid, false)),
      { numRuns: 2000 },
    )
  })
})

test('after a change of the secret a state_token stays good while the older one is listed', () => {
  const { states, on } = openStates()
  const { token } = states.issue(asked)
  assert.equal(reasonOf(on(newerSecret, secret).verify(token, expected)), 'valid')
  assert.equal(reasonOf(on(newerSecret).verify(token, expected)), 'bad-signature')
  const fresh = on(newerSecret, secret).issue(asked).token
  assert.equal(reasonOf(on(newerSecret).verify(fresh, expected)), 'valid')
})
