/** Resource servers check id_tokens with the key set and a library of their own, also while keys rotate (spec 5, "Tokens"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { maxTokenTtlSeconds } from '../../src/app/rooms.ts'
import { signingAlgorithms } from '../../src/tokens/signing-algorithm.ts'
import { clientId } from './support/app-files.ts'
import { bearerOf, type FlowApp, openFlowApp } from './support/flow-app.ts'
import { publicUrl } from './support/http-app.ts'
import { listen } from './support/raw-request.ts'

const keySet = async (app: FlowApp) =>
  createLocalJWKSet((await app.ask({ method: 'GET', url: '/api/v1/oauth2/keys' })).json())

const idToken = async (app: FlowApp) => String((await app.byPassword()).id_token)

async function verify(token: string, keys: JWTVerifyGetKey, at: number): Promise<string> {
  const options = { issuer: publicUrl, audience: clientId, currentDate: new Date(at) }
  const required = ['exp', 'nbf', 'iat', 'sub', 'sid', 'auth_time', 'jti']
  const { protectedHeader } = await jwtVerify(token, keys, { ...options, requiredClaims: required })
  return String(protectedHeader.kid)
}

describe('GET /api/v1/oauth2/keys', () => {
  for (const idTokenAlg of signingAlgorithms)
    test(`${idTokenAlg}: tokens verify before, during and after a rotation, with a key set that is kept too`, async (t) => {
      const app = await openFlowApp(t, { client: { idTokenAlg } })
      const issued = app.now()
      const before = await keySet(app)
      const old = await idToken(app)
      assert.equal(decodeProtectedHeader(old).alg, idTokenAlg)
      const oldKid = await verify(old, before, issued)

      await app.rooms.signingKeys.rotate()
      const young = await idToken(app)
      const during = await keySet(app)
      assert.equal(await verify(old, during, issued), oldKid)
      const youngKid = await verify(young, during, issued)
      assert.notEqual(youngKid, oldKid)
      assert.equal(await verify(young, before, issued), youngKid, 'the next key was in the set already')
      const enrolled = await app.call('mfa/totp/enrol', undefined, bearerOf({ id_token: old }))
      assert.equal(typeof enrolled.secret, 'string', 'and here, too')

      app.pass(maxTokenTtlSeconds + 2)
      const after = await keySet(app)
      await assert.rejects(verify(old, after, issued), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
      assert.equal(await verify(await idToken(app), after, app.now()), youngKid)
    })

  test('a reader that fetches the set when it meets an unknown key never refuses a token', async (t) => {
    const app = await openFlowApp(t)
    const port = await listen(app.server)
    const url = new URL(`http://127.0.0.1:${port}/api/v1/oauth2/keys`)
    const keys = createRemoteJWKSet(url, { cooldownDuration: 0 })
    const kids = new Set<string>()
    for (let round = 0; round < 4; round += 1) {
      kids.add(await verify(await idToken(app), keys, app.now()))
      await app.rooms.signingKeys.rotate()
    }
    assert.equal(kids.size, 4)
  })
})
