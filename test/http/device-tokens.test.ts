import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDeviceTokens } from '../../src/http/device-tokens.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { turningClock } from '../support/turning-clock.ts'

const secrets = ['a'.repeat(32), 'b'.repeat(32)] as const

test('spec 4 rule 6: a device token is one that this server issued, under any of its secrets', () => {
  const clock = turningClock()
  const old = createDeviceTokens({ keyring: createKeyring([secrets[0]]), clock })
  const tokens = createDeviceTokens({ keyring: createKeyring([secrets[1], secrets[0]]), clock })
  const other = createDeviceTokens({ keyring: createKeyring([secrets[1]]), clock })
  const token = old.make()
  clock.advance(1000)
  assert.deepEqual(tokens.read(token), { token, issuedAt: clock.now() - 1000 })
  assert.equal(other.read(token), undefined)
  assert.notEqual(tokens.make(), tokens.make())
})

test('what somebody made up, or changed in one place, is no token', () => {
  const tokens = createDeviceTokens({ keyring: createKeyring([secrets[0]]), clock: turningClock() })
  const token = tokens.make()
  for (let at = 0; at < token.length; at += 1) {
    const changed = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1)
    assert.equal(tokens.read(changed), undefined, changed)
  }
  for (const text of ['', 'x', 'A'.repeat(32), `${'a'.repeat(32)}.${'a'.repeat(22)}`, `${token}x`])
    assert.equal(tokens.read(text), undefined, text)
})
