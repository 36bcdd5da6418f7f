import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import type { CallContext } from '../../../src/elements/caller.ts'
import { createElementHashers } from '../../../src/login/password/element-hashers.ts'
import { createHashQueue } from '../../../src/login/password/hash-queue.ts'
import { createPasswordBindings } from '../../../src/login/password/password-bindings.ts'
import type { PasswordSettings } from '../../../src/login/password/password-settings.ts'
import { provePassword } from '../../../src/login/password/prove-password.ts'
import { usernameKey } from '../../../src/login/password/username.ts'
import { fullName, openPasswordApp, type PasswordApp } from './open-password-app.ts'

/** Notes every call of an object's functions by name: what it was asked, without what it was asked of. */
function traced<T extends object>(target: T, name: string, trace: string[]): T {
  return new Proxy(target, {
    get(from, key) {
      const value: unknown = Reflect.get(from, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        trace.push(`${name}.${String(key)} ${describeFirst(args[0])}`)
        return Reflect.apply(value, from, args)
      }
    },
  })
}

/** A statement's name, the kind of a key, a number of steps; never a value. */
function describeFirst(first: unknown): string {
  if (Array.isArray(first)) return first.map((one: { name: string }) => one.name).join()
  if (typeof first === 'string') return first.replace(/:.*/, '')
  const { name, key } = (first ?? {}) as { name?: string; key?: string }
  return name ?? key?.replace(/:.*/, '') ?? ''
}

/** The operations of one login, in their order, and how it ended. */
async function traceOf(app: PasswordApp, call: Partial<CallContext>, username: string, password: string) {
  const trace: string[] = []
  const { rooms, elements } = app
  const element = elements.passwordLogins().find((login) => login.fullName === fullName)
  assert.ok(element !== undefined)
  const database = traced(rooms.database, 'database', trace)
  const queue = traced(createHashQueue(), 'queue', trace)
  const services = {
    ...rooms,
    database,
    ephemeral: traced(rooms.ephemeral, 'ephemeral', trace),
    audit: traced(rooms.audit, 'audit', trace),
    captchas: traced(rooms.captchas, 'captchas', trace),
    passwordBindings: createPasswordBindings(database),
    passwordHashers: createElementHashers({ ...rooms, salts: rooms.passwordSalts, queue }),
    findNumber: async () => undefined,
  }
  await services.passwordHashers.of(element)
  trace.length = 0
  const { settings } = element
  const proof = {
    place: {
      element,
      call: { caller: { kind: 'anonymous' }, tenantId: defaultTenant, device: {}, language: 'en', ...call },
    },
    nameKey: usernameKey(username),
    candidate: { text: password },
    captcha: captchaOf(settings, services.captchas),
  } as const
  const outcome = await provePassword(services, proof).then(
    () => 'ok',
    (error: { code: string }) => error.code,
  )
  return { trace, outcome }
}

function captchaOf({ captcha }: PasswordSettings, captchas: PasswordApp['rooms']['captchas']) {
  const scope = { tenantId: defaultTenant, place: fullName }
  return { rule: captcha, pass: () => captchas.consume(scope, 'token', 'code') }
}

describe('P2, spec 3 rule 5: a wrong name and a wrong password do the same operations in the same order', () => {
  const calls: readonly [string, Partial<CallContext>][] = [
    ['over the network', { address: '198.51.100.1' }],
    ['from a device', { address: '198.51.100.1', device: { key: 'phone-1' } }],
    ['in-process', { caller: { kind: 'system' } }],
  ]
  for (const [what, call] of calls) {
    test(what, async (t) => {
      const app = await openPasswordApp(t)
      await app.add('alice')
      const unknown = await traceOf(app, call, 'nobody', 'wrong')
      const wrong = await traceOf(app, call, 'alice', 'wrong')
      assert.deepEqual(unknown.trace, wrong.trace)
      assert.equal(wrong.outcome, 'PASSWORD_ERROR')
      assert.equal(unknown.outcome, what === 'in-process' ? 'USER_AUTH_MISS' : 'PASSWORD_ERROR')
      const hashes = wrong.trace.filter((step) => step.startsWith('queue.run'))
      assert.equal(hashes.length, 1)
      assert.ok(wrong.trace.some((step) => step.startsWith('database.first password-bindings.by-name')))
      assert.ok(wrong.trace.some((step) => step.startsWith('ephemeral.strike password-lock')))
      assert.ok(wrong.trace.some((step) => step.startsWith('audit.note')))
    })
  }

  test('also for a name of another login type, a disabled user and an old stored form', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    await app.addStored('bob', '8c6976e5b5410415bde908bd4dee15df')
    const { rooms } = app
    await rooms.database.commit([
      rooms.users.setStatus(defaultTenant, (await app.account(userId)).id, 'disabled'),
    ])
    const { trace } = await traceOf(app, {}, 'nobody', 'wrong')
    for (const name of ['alice', 'bob'])
      assert.deepEqual((await traceOf(app, {}, name, 'wrong')).trace, trace)
  })

  test('spec 6, N2: captcha before the account’s limit, that before hashing', async (t) => {
    const app = await openPasswordApp(t, { settings: { captcha: 'always' } })
    const refused = await traceOf(app, { address: '198.51.100.1' }, 'alice', 'wrong')
    assert.equal(refused.outcome, 'CAPTCHA_ERROR')
    assert.ok(refused.trace.some((step) => step.startsWith('captchas.consume')))
    assert.ok(!refused.trace.some((step) => step.includes('password-lock') || step.startsWith('queue')))

    const open = await openPasswordApp(t)
    const { trace } = await traceOf(open, { address: '198.51.100.1' }, 'alice', 'wrong')
    const at = (start: string) => trace.findIndex((step) => step.startsWith(start))
    assert.ok(at('ephemeral.strike password-risk') < at('ephemeral.strike password-lock'))
    assert.ok(at('ephemeral.strike password-lock') < at('queue.run'))
  })

  test('a locked account is not hashed for', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 1 } } })
    await traceOf(app, {}, 'alice', 'wrong')
    const { trace, outcome } = await traceOf(app, {}, 'alice', 'wrong')
    assert.equal(outcome, 'ACCOUNT_LOCKED')
    assert.ok(!trace.some((step) => step.startsWith('queue')))
  })
})
