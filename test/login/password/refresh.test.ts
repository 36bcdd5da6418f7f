import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { importStoredForm } from '../../../src/login/password/stored-form.ts'
import { fullName, md5, openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'
import { vectors } from './stored-form-vectors.ts'

const foreign = vectors.filter(({ stored }) => !stored.includes('keyid'))

async function stateOf(app: PasswordApp, userId: string) {
  const element = app.elements.passwordLogins().find((login) => login.fullName === fullName)
  assert.ok(element !== undefined)
  const hasher = await app.rooms.passwordHashers.of(element)
  return hasher.inspect((await app.account(userId)).stored)
}

function direct({ views }: PasswordApp) {
  const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
  return views.passwordLogin(fullName, call)
}

describe('spec 3, encryptPassword', () => {
  test('gives the stored form of an MD5: imported, its password logs in', async (t) => {
    const app = await openPasswordApp(t)
    const stored = await app.login.encryptPassword(md5('battery staple'))
    assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=\w+,saltid=\w+\$/)
    await app.addStored('alice', stored)
    assert.ok((await app.login.getLoginCode('alice', 'battery staple')).loginCode)
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('PASSWORD_ERROR'))
  })

  test('not 32 hex digits: API_PARAMS_ERROR', async (t) => {
    const { login } = await openPasswordApp(t)
    for (const text of ['user_md5_password', '', md5('x').slice(1), `${md5('x')}0`])
      await assert.rejects(login.encryptPassword(text), refusal('API_PARAMS_ERROR'))
  })
})

describe('spec 3 rule 3: old stored forms are understood and left behind', () => {
  for (const { what, stored, password, over } of foreign) {
    test(`${what}: logs in, and the login rewrites it`, async (t) => {
      const app = await openPasswordApp(t, { settings: { limit: { minLength: 1, maxLength: 128 } } })
      const userId = await app.addStored('alice', importStoredForm(stored, over) ?? '')
      await assert.rejects(app.login.getLoginCode('alice', `!${password}`), refusal('PASSWORD_ERROR'))
      assert.equal((await stateOf(app, userId)).state === 'current', false)
      assert.equal((await app.login.getLoginCode('alice', password)).userId, userId)
      assert.equal((await stateOf(app, userId)).state, 'current')
      assert.equal((await app.login.getLoginCode('alice', password)).userId, userId)
    })
  }

  test('forms over the text log in by the text transport only, until that first login', async (t) => {
    const bcrypt = foreign.find(({ stored }) => stored.startsWith('$2'))
    assert.ok(bcrypt !== undefined)
    const app = await openPasswordApp(t, { settings: { passwordTransport: 'md5' } })
    const user = await app.login.register('alice', md5('x'), '', '', 'Alice')
    const { stored } = await app.account(user.userId.value)
    const owner = {
      tenantId: defaultTenant,
      userId: (await app.account(user.userId.value)).id,
      loginType: fullName,
    }
    await app.rooms.database.commit([app.rooms.passwordBindings.rewrite(owner, stored, bcrypt.stored)])
    await assert.rejects(app.login.getLoginCode('alice', md5(bcrypt.password)), refusal('PASSWORD_ERROR'))
    const client = app.elements.clients().fallback
    assert.ok(client !== undefined)
    const login = { username: 'alice', password: bcrypt.password, client }
    assert.equal((await direct(app).loginByPassword(login)).status, 'SUCCESS')
    assert.ok((await app.login.getLoginCode('alice', md5(bcrypt.password))).loginCode)
  })

  test('a rewrite keeps the sessions and the age of the password', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.addStored('alice', md5('correct horse'))
    const before = await app.rooms.passwordBindings.changes(defaultTenant, (await app.account(userId)).id)
    app.clock.advance(1000)
    const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
    assert.equal((await stateOf(app, userId)).state, 'current')
    assert.deepEqual(
      await app.rooms.passwordBindings.changes(defaultTenant, (await app.account(userId)).id),
      before,
    )
    assert.equal((await app.session(loginCode)).success, true)
  })
})

describe('spec 3, refreshDbPassword', () => {
  test('wraps the fast forms at once, leaves the slow ones, and counts', async (t) => {
    const app = await openPasswordApp(t)
    for (const [index, { stored, over }] of foreign.entries())
      await app.addStored(`user${index}`, importStoredForm(stored, over) ?? '')
    await app.add('current')
    await app.addStored('unreadable', 'no form at all')
    const fast = foreign.filter(({ state }) => state === 'fast')
    assert.ok(fast.length > 3 && fast.length < foreign.length)
    const total = foreign.length + 2
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total,
      refreshed: fast.length,
      current: 1,
      unreadable: 1,
    })
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total,
      refreshed: 0,
      current: 1 + fast.length,
      unreadable: 1,
    })
    for (const [index, { password }] of foreign.entries())
      assert.ok((await app.login.getLoginCode(`user${index}`, password)).loginCode, password)
    assert.deepEqual(await app.audited('password.refresh'), ['success', 'success'])
  })

  test('goes on over all tenants and batches, and shows how far it is', async (t) => {
    const app = await openPasswordApp(t)
    const stored = md5('correct horse')
    for (let index = 0; index < 120; index += 1) {
      const tenant = index % 2 === 0 ? defaultTenant : ('other' as typeof defaultTenant)
      const row = app.rooms.users.prepare({ nick: 'n', loginMethods: 1 }, 0)
      const owner = { tenantId: tenant, userId: row.id, loginType: fullName }
      await app.rooms.database.commit([
        app.rooms.users.insert(tenant, row, 1),
        app.rooms.passwordBindings.insert(owner, `user${index}`, stored, 0),
      ])
    }
    const seen: number[] = []
    const count = await direct(app).refreshPasswords({
      onProgress({ done, total }) {
        assert.equal(total, 120)
        seen.push(done)
      },
    })
    assert.deepEqual(count, { total: 120, refreshed: 120, current: 0, unreadable: 0 })
    assert.deepEqual(
      seen,
      Array.from({ length: 120 }, (_, index) => index + 1),
    )
  })

  test('can be stopped and resumed: nothing is lost and nothing done twice', async (t) => {
    const app = await openPasswordApp(t)
    for (let index = 0; index < 12; index += 1) await app.addStored(`user${index}`, md5('correct horse'))
    const stop = new AbortController()
    const first = await direct(app).refreshPasswords({
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 5) stop.abort()
      },
    })
    assert.deepEqual(first, { total: 5, refreshed: 5, current: 0, unreadable: 0 })
    const second = await direct(app).refreshPasswords()
    assert.deepEqual(second, { total: 12, refreshed: 7, current: 5, unreadable: 0 })
    for (let index = 0; index < 12; index += 1)
      assert.ok((await app.login.getLoginCode(`user${index}`, 'correct horse')).loginCode)
  })

  test('runs while logins go on and passwords change: every user logs in before, during and after', async (t) => {
    const app = await openPasswordApp(t)
    const users: string[] = []
    for (let index = 0; index < 30; index += 1)
      users.push(await app.addStored(`user${index}`, md5('correct horse')))
    let isRunning = true
    const refreshed = app.login.refreshDbPassword().finally(() => {
      isRunning = false
    })
    const passwords = users.map(() => 'correct horse')
    let during = 0
    for (let round = 0; isRunning || round < 30; round += 1) {
      const index = (round * 7) % users.length
      const password = passwords[index] ?? ''
      const name = `user${index}`
      if (round % 3 === 0) {
        await app.login.updatePassword(users[index] ?? '', password, `new password ${round}`)
        passwords[index] = `new password ${round}`
      } else {
        const calls = [app.login.getLoginCode(name, password), app.login.getLoginCode(name, password)]
        assert.deepEqual(await outcomes(calls), { ok: 2 })
      }
      if (isRunning) during += 1
    }
    assert.ok(during > 3)
    assert.equal((await refreshed).unreadable, 0)
    for (const [index, password] of passwords.entries())
      assert.ok((await app.login.getLoginCode(`user${index}`, password)).loginCode)
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total: 30,
      refreshed: 0,
      current: 30,
      unreadable: 0,
    })
  })
})
