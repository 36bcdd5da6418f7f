import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { calculateJwkThumbprint } from 'jose'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { signingAlgorithms } from '../../src/tokens/signing-algorithm.ts'
import { readSigningKeys } from '../../src/tokens/signing-key-table.ts'
import type { SigningKeys } from '../../src/tokens/signing-keys.ts'
import { maxTokenTtlSeconds, openTokens, secret } from './open-tokens.ts'

const newerSecret = 'the secret that follows it, 32 characters and more'

async function statesOf(keys: SigningKeys): Promise<Record<string, string>> {
  return Object.fromEntries((await keys.list()).map(({ kid, state }) => [kid, state]))
}

describe('making keys', () => {
  test('ensure makes a current and a next key of each algorithm, once', async (t) => {
    const { keys } = await openTokens(t)
    await keys.ensure(signingAlgorithms)
    const made = await keys.list()
    for (const algorithm of signingAlgorithms) {
      const states = made.filter((key) => key.algorithm === algorithm).map(({ state }) => state)
      assert.deepEqual(states.toSorted(), ['current', 'next'], algorithm)
    }
    await keys.ensure(signingAlgorithms)
    assert.deepEqual(await keys.list(), made)
  })

  test('an algorithm that nobody asked for has no key; the first need makes it', async (t) => {
    const { keys } = await openTokens(t)
    assert.deepEqual(await keys.list(), [])
    const { kid } = await keys.signingKey('EdDSA')
    assert.equal((await statesOf(keys))[kid], 'current')
    assert.ok((await keys.list()).every(({ algorithm }) => algorithm === 'EdDSA'))
  })

  test('of two processes that make the first key at once one wins, and both use its key', async (t) => {
    const { keys, start } = await openTokens(t)
    const others = [start(), start(), start()].map((process) => process.keys)
    const made = await Promise.all([keys, ...others].map((one) => one.signingKey('ES256')))
    assert.equal(new Set(made.map(({ kid }) => kid)).size, 1)
    assert.equal((await keys.list()).length, 2)
  })

  test('spec 6 O7: the private key is encrypted in its row, and RSA keys have 2048 bits', async (t) => {
    const { keys, database } = await openTokens(t)
    const { privateKey } = await keys.signingKey('RS256')
    const { d } = privateKey.export({ format: 'jwk' })
    const rows = await readSigningKeys(database)
    assert.equal(privateKey.asymmetricKeyDetails?.modulusLength, 2048)
    assert.ok(d !== undefined && !JSON.stringify(rows).includes(d))
    assert.ok(rows.every((row) => !Buffer.from(row.sealed ?? '').includes('PRIVATE KEY')))
    assert.ok(rows.every((row) => row.key_id === createKeyring([secret]).keyIds[0]))
  })
})

describe('the JWKS', () => {
  test('holds public members only, with kid, alg and use, and the kid is the RFC 7638 thumbprint', async (t) => {
    const { keys } = await openTokens(t)
    await keys.ensure(signingAlgorithms)
    const { keys: published } = await keys.jwks()
    assert.equal(published.length, 6)
    for (const jwk of published) {
      assert.equal(jwk.use, 'sig')
      assert.equal(jwk.kid, await calculateJwkThumbprint(jwk, 'sha256'))
      assert.deepEqual(
        ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].filter((member) => member in jwk),
        [],
      )
    }
  })

  test('holds the next key before it signs, and a retired one until its last token has expired', async (t) => {
    const { keys, clock } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    const published = async () => (await keys.jwks()).keys.map((jwk) => jwk.kid)
    const before = await published()
    await keys.rotate()
    assert.ok(before.includes((await keys.signingKey('ES256')).kid))
    clock.turn(maxTokenTtlSeconds + 1)
    assert.ok((await published()).includes(kid))
    clock.turn(1)
    assert.ok(!(await published()).includes(kid))
  })
})

describe('rotation', () => {
  test('next becomes current, current retired, and a new next is made', async (t) => {
    const { keys, clock } = await openTokens(t)
    const { kid: first } = await keys.signingKey('ES256')
    const [second] = Object.entries(await statesOf(keys)).find(([, state]) => state === 'next') ?? []
    clock.turn(60)
    await keys.rotate('ES256')
    const states = await statesOf(keys)
    assert.equal(states[first], 'retired')
    assert.equal(states[second ?? ''], 'current')
    assert.deepEqual(Object.values(states).toSorted(), ['current', 'next', 'retired'])
    assert.equal((await keys.signingKey('ES256')).kid, second)
    const retired = (await keys.list()).find(({ kid }) => kid === first)
    assert.equal(retired?.retiredAt, clock.now())
    assert.equal(retired?.verifiesUntil, clock.now() + 2000 + maxTokenTtlSeconds * 1000)
  })

  test('without an algorithm rotates all that are in use; with one only that', async (t) => {
    const { keys } = await openTokens(t)
    await keys.ensure(['ES256', 'EdDSA'])
    const current = async () => [(await keys.signingKey('ES256')).kid, (await keys.signingKey('EdDSA')).kid]
    const [ec, ed] = await current()
    await keys.rotate('EdDSA')
    const [sameEc, newEd] = await current()
    assert.equal(sameEc, ec)
    assert.notEqual(newEd, ed)
    await keys.rotate()
    const [newEc, newerEd] = await current()
    assert.notEqual(newEc, ec)
    assert.notEqual(newerEd, newEd)
    assert.ok(!(await keys.list()).some(({ algorithm }) => algorithm === 'RS256'))
  })

  test('after a rotation the next key needs a minute until every reader of the key set knows it', async (t) => {
    const { keys, clock } = await openTokens(t)
    await keys.ensure(['ES256', 'EdDSA'])
    assert.equal(await keys.secondsToRotation(), 0)
    await keys.rotate('ES256')
    assert.deepEqual([await keys.secondsToRotation(), await keys.secondsToRotation('ES256')], [62, 62])
    assert.equal(await keys.secondsToRotation('EdDSA'), 0)
    clock.turn(61)
    assert.equal(await keys.secondsToRotation(), 1)
    clock.turn(1)
    assert.equal(await keys.secondsToRotation(), 0)
  })

  test('processes that rotate at the same time rotate once', async (t) => {
    const { keys, start } = await openTokens(t)
    await keys.ensure(['ES256'])
    await Promise.all([keys, start().keys, start().keys].map((one) => one.rotate('ES256')))
    assert.deepEqual(Object.values(await statesOf(keys)).toSorted(), ['current', 'next', 'retired'])
  })

  test('a retired key has no private half any more, and its row goes with a rotation after its end', async (t) => {
    const { keys, clock, database } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    await keys.rotate()
    const retired = (await readSigningKeys(database)).find((row) => row.kid === kid)
    assert.deepEqual([retired?.sealed, retired?.key_id], [null, null])
    clock.turn(maxTokenTtlSeconds + 2)
    await keys.rotate()
    assert.ok(!(kid in (await statesOf(keys))))
    assert.equal((await keys.list()).length, 3)
  })

  test('a longer idTokenTtl lengthens the life of keys that sign already', async (t) => {
    const { keys, start, clock } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    await start({ ttl: 100_000 }).keys.ensure(['ES256'])
    await start({ ttl: 60 }).keys.rotate()
    const retired = (await keys.list()).find((key) => key.kid === kid)
    assert.equal(retired?.verifiesUntil, clock.now() + 2000 + 100_000_000)
  })
})

describe('a change of LATCHKEY_SECRET', () => {
  test('resealed keys need the older secret no more and stay the same keys', async (t) => {
    const { keys, start } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    await keys.rotate()
    const both = start({ secrets: [newerSecret, secret] }).keys
    assert.deepEqual(await both.reseal(), { resealed: 2, unreadable: 0 })
    assert.deepEqual(await both.reseal(), { resealed: 0, unreadable: 0 })
    const after = start({ secrets: [newerSecret] }).keys
    assert.equal((await after.signingKey('ES256')).kid, (await keys.signingKey('ES256')).kid)
    assert.ok((await after.verificationKey(kid)) !== undefined)
  })

  test('a secret that is not listed is told at the start, and the old keys still verify', async (t) => {
    const { keys, start } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    const lost = start({ secrets: [newerSecret] }).keys
    await assert.rejects(lost.ensure(['ES256']), /signing key .* is not in LATCHKEY_SECRET/)
    assert.equal((await lost.verificationKey(kid))?.kid, kid)
  })
})
