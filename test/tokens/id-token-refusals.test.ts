import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeProtectedHeader, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { type SigningAlgorithm, signingAlgorithms } from '../../src/tokens/signing-algorithm.ts'
import {
  audience,
  issuer,
  maxTokenTtlSeconds,
  openTokens,
  reasonOf,
  request,
  signWithJose,
  stealKey,
} from './open-tokens.ts'

const expected = { issuer, audience }

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

describe('A47: a token that is not right is refused', () => {
  test('A47: no exp; nor any other claim missing or of another type', async (t) => {
    const { tokens, clock, database } = await openTokens(t)
    const { claims } = await tokens.sign(request(clock))
    const key = await stealKey(database, 'ES256')
    const check = async (changed: object) =>
      reasonOf(await tokens.verify(await signWithJose(key, changed as JWTPayload), expected))
    assert.equal(await check(claims), 'valid', 'the stolen key itself signs well')
    for (const name of Object.keys(claims)) {
      const { [name]: _, ...others } = claims as Record<string, unknown>
      assert.equal(await check(others), 'missing-claim', name)
      assert.equal(await check({ ...others, [name]: null }), 'missing-claim', `${name}: null`)
    }
    for (const wrong of [{ exp: `${claims.exp}` }, { exp: 1e300 }, { aud: [audience] }, { nbf: 1.5 }])
      assert.equal(await check({ ...claims, ...wrong }), 'missing-claim', JSON.stringify(wrong))
  })

  test('A47: wrong aud', async (t) => {
    const { tokens, clock } = await openTokens(t)
    const { token } = await tokens.sign(request(clock, { audience: 'another' }))
    assert.equal(reasonOf(await tokens.verify(token, expected)), 'wrong-audience')
  })

  test('A47: exp to the second, and before nbf', async (t) => {
    const { tokens, clock } = await openTokens(t)
    const { token } = await tokens.sign(request(clock))
    clock.turn(299.999)
    assert.equal(reasonOf(await tokens.verify(token, expected)), 'valid')
    clock.turn(0.001)
    assert.equal(reasonOf(await tokens.verify(token, expected)), 'expired')
    clock.turn(-300 - 120)
    assert.equal(reasonOf(await tokens.verify(token, expected)), 'valid')
    clock.turn(-0.001)
    assert.equal(reasonOf(await tokens.verify(token, expected)), 'not-yet-valid')
  })

  test('A47: alg none, in every spelling, with and without a signature', async (t) => {
    const { tokens, clock } = await openTokens(t)
    const { token } = await tokens.sign(request(clock))
    const [, payload, signature] = token.split('.')
    const { kid } = decodeProtectedHeader(token)
    for (const alg of ['none', 'None', 'NONE', '', null]) {
      const head = encode({ alg, kid, typ: 'JWT' })
      assert.equal(reasonOf(await tokens.verify(`${head}.${payload}.`, expected)), 'malformed')
      assert.equal(
        reasonOf(await tokens.verify(`${head}.${payload}.${signature}`, expected)),
        'wrong-algorithm',
      )
    }
  })

  test('A47: HMAC signed with the public key', async (t) => {
    const { tokens, keys, clock } = await openTokens(t)
    const { claims } = await tokens.sign(request(clock, { algorithm: 'RS256' }))
    const { kid } = await keys.signingKey('RS256')
    const publicKey = (await keys.verificationKey(kid))?.publicKey
    assert.ok(publicKey)
    const forms = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ]
    for (const form of forms) {
      for (const [alg, reason] of [
        ['HS256', 'wrong-algorithm'],
        ['RS256', 'bad-signature'],
      ]) {
        const input = `${encode({ alg, kid, typ: 'JWT' })}.${encode(claims)}`
        const signature = createHmac('sha256', form).update(input).digest('base64url')
        assert.equal(reasonOf(await tokens.verify(`${input}.${signature}`, expected)), reason)
      }
    }
  })

  test('T1: the algorithm is the one of the key: another one of ours in the header is refused', async (t) => {
    const { tokens, clock, keys } = await openTokens(t)
    await keys.ensure(signingAlgorithms)
    for (const algorithm of signingAlgorithms) {
      const { token } = await tokens.sign(request(clock, { algorithm }))
      const [, payload, signature] = token.split('.')
      for (const alg of signingAlgorithms.filter((other) => other !== algorithm)) {
        const head = encode({ ...decodeProtectedHeader(token), alg })
        assert.equal(
          reasonOf(await tokens.verify(`${head}.${payload}.${signature}`, expected)),
          'wrong-algorithm',
        )
      }
    }
  })

  test('T1: a header that asks for extensions, or brings its own key, gets nothing by it', async (t) => {
    const { tokens, clock, database } = await openTokens(t)
    const { claims } = await tokens.sign(request(clock))
    const { kid, key } = await stealKey(database, 'ES256')
    const own = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(own.publicKey)
    const critical = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid, crit: ['x'], x: 1 })
      .sign(key, { crit: { x: true } })
    const brought = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid, jwk })
      .sign(own.privateKey)
    const keyless = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', jwk }).sign(own.privateKey)
    assert.equal(reasonOf(await tokens.verify(critical, expected)), 'malformed')
    assert.equal(reasonOf(await tokens.verify(brought, expected)), 'bad-signature')
    assert.equal(reasonOf(await tokens.verify(keyless, expected)), 'unknown-key')
  })

  for (const algorithm of signingAlgorithms)
    test(`A47: ${algorithm}: truncated anywhere, or with any character changed`, async (t) => {
      const { tokens, clock } = await openTokens(t)
      const { token } = await tokens.sign(request(clock, { algorithm, api: '{}' }))
      for (let length = 0; length < token.length; length += 1)
        assert.notEqual(
          reasonOf(await tokens.verify(token.slice(0, length), expected)),
          'valid',
          `cut at ${length}`,
        )
      for (let at = 0; at < token.length; at += 1) {
        const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
        assert.notEqual(reasonOf(await tokens.verify(changed, expected)), 'valid', `changed at ${at}`)
      }
      for (const spelled of [`${token}=`, ` ${token}`, `${token}\n`, `${token}.x`, `${token}A`])
        assert.notEqual(reasonOf(await tokens.verify(spelled, expected)), 'valid')
    })

  test('A47, T1: a retired key verifies until its last token has expired, and then nothing', async (t) => {
    const { tokens, keys, clock, database } = await openTokens(t)
    const { claims } = await tokens.sign(request(clock))
    const stolen = await stealKey(database, 'ES256')
    const forged = await signWithJose(stolen, { ...claims, exp: claims.exp + 10 * maxTokenTtlSeconds })
    clock.turn(10)
    await keys.rotate()
    clock.turn(maxTokenTtlSeconds + 1.999)
    assert.equal(reasonOf(await tokens.verify(forged, expected)), 'valid')
    clock.turn(0.001)
    assert.equal(reasonOf(await tokens.verify(forged, expected)), 'retired-key')
    await keys.rotate()
    assert.equal(reasonOf(await tokens.verify(forged, expected)), 'unknown-key')
  })

  test('A48: a foreign issuer, by name or by key', async (t) => {
    const ours = await openTokens(t)
    const foreign = await openTokens(t)
    const named = await ours.tokens.sign(request(ours.clock, { issuer: 'https://evil.example' }))
    assert.equal(reasonOf(await ours.tokens.verify(named.token, expected)), 'wrong-issuer')
    const slash = await ours.tokens.sign(request(ours.clock, { issuer: `${issuer}/` }))
    assert.equal(reasonOf(await ours.tokens.verify(slash.token, expected)), 'wrong-issuer')
    const signed = await foreign.tokens.sign(request(foreign.clock))
    assert.equal(reasonOf(await ours.tokens.verify(signed.token, expected)), 'unknown-key')
    const { kid } = await ours.keys.signingKey('ES256')
    const stolen = { ...(await stealKey(foreign.database, 'ES256')), kid }
    const forged = await signWithJose(stolen, signed.claims)
    assert.equal(reasonOf(await ours.tokens.verify(forged, expected)), 'bad-signature')
  })

  test('a token of more than 8 KiB is not looked at', async (t) => {
    const { tokens, clock } = await openTokens(t)
    const { token: fits } = await tokens.sign(request(clock, { api: JSON.stringify('x'.repeat(5500)) }))
    const { token: large } = await tokens.sign(request(clock, { api: JSON.stringify('x'.repeat(6000)) }))
    assert.ok(fits.length <= 8192 && large.length > 8192)
    assert.equal(reasonOf(await tokens.verify(fits, expected)), 'valid')
    assert.equal(reasonOf(await tokens.verify(large, expected)), 'malformed')
  })
})

test('A47: verify never throws, whatever it is given', async (t) => {
  const { tokens, clock, keys } = await openTokens(t)
  await keys.ensure(signingAlgorithms)
  const kids = await Promise.all(signingAlgorithms.map(async (alg) => (await keys.signingKey(alg)).kid))
  const { token } = await tokens.sign(request(clock))
  const [head, payload, signature] = token.split('.')
  const segment = fc.oneof(
    fc.constantFrom(head ?? '', payload ?? '', signature ?? '', ''),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc
      .record({ alg: fc.constantFrom<SigningAlgorithm>(...signingAlgorithms), kid: fc.constantFrom(...kids) })
      .map(encode),
  )
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
  )
  await fc.assert(
    fc.asyncProperty(garbage, async (text) => {
      const result = await tokens.verify(text, expected)
      assert.equal(result.valid, text === token)
    }),
    { numRuns: 2000 },
  )
})
