import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { signingAlgorithms } from '../../src/tokens/signing-algorithm.ts'
import {
  audience,
  issuer,
  maxTokenTtlSeconds,
  openTokens,
  readWithJose,
  reasonOf,
  request,
} from './open-tokens.ts'

const expected = { issuer, audience }

describe('an id_token', () => {
  for (const algorithm of signingAlgorithms)
    test(`${algorithm}: jose reads it through the JWKS, before, during and after a rotation`, async (t) => {
      const { tokens, keys, clock, start } = await openTokens(t)
      const { token, claims } = await tokens.sign(
        request(clock, { algorithm, ttlSeconds: maxTokenTtlSeconds }),
      )
      assert.deepEqual(await readWithJose(token, keys, clock), claims)

      const other = start()
      await keys.rotate(algorithm)
      const late = await other.tokens.sign(request(clock, { algorithm }))
      const fresh = await tokens.sign(request(clock, { algorithm }))
      const kids = [token, fresh.token].map((one) => decodeProtectedHeader(one).kid)
      assert.notEqual(kids[0], kids[1])
      for (const one of [token, late.token, fresh.token]) {
        await readWithJose(one, keys, clock)
        assert.equal(reasonOf(await other.tokens.verify(one, expected)), 'valid')
      }

      clock.turn(maxTokenTtlSeconds - 1)
      await readWithJose(token, keys, clock)
      assert.equal(reasonOf(await tokens.verify(token, expected)), 'valid')
      clock.turn(3)
      await assert.rejects(readWithJose(token, keys, clock), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    })

  test('spec 5 Tokens: has every claim, times in seconds, nbf two minutes before iat, api as a text', async (t) => {
    const { tokens, clock } = await openTokens(t)
    clock.turn(0.75)
    const asked = request(clock, { authenticatedAt: clock.now() - 60_500 })
    const { token, claims } = await tokens.sign(asked)
    const iat = Math.floor(clock.now() / 1000)
    const { jti, ...others } = claims
    assert.match(jti, /^[A-Za-z0-9]{22}$/)
    assert.deepEqual(others, {
      iss: issuer,
      aud: audience,
      sub: 'u1',
      sid: 's1',
      auth_time: iat - 60,
      exp: iat + 300,
      iat,
      nbf: iat - 120,
      api: asked.api,
    })
    assert.deepEqual(await tokens.verify(token, expected), { valid: true, claims })
    assert.deepEqual(Object.keys(decodeProtectedHeader(token)).toSorted(), ['alg', 'kid', 'typ'])
    assert.notEqual((await tokens.sign(asked)).claims.jti, jti)
  })

  test('may not live longer than the keys were told: they would be gone before it', async (t) => {
    const { tokens, clock } = await openTokens(t)
    await assert.rejects(tokens.sign(request(clock, { ttlSeconds: maxTokenTtlSeconds + 1 })), RangeError)
  })

  test('without an expected audience a token for any client passes', async (t) => {
    const { tokens, clock } = await openTokens(t)
    const { token } = await tokens.sign(request(clock, { audience: 'another' }))
    assert.equal(reasonOf(await tokens.verify(token, { issuer })), 'valid')
  })
})
