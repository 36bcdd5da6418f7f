import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { captchaText, openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

/** Wrong tries of an account, each with a captcha of its own; what the last one answers. */
async function fail(
  { login }: Pick<PasswordApp, 'login'>,
  username: string,
  times: number,
  password = 'wrong',
): Promise<string> {
  let last = ''
  for (let time = 0; time < times; time += 1) {
    const { token } = await login.generateCaptcha()
    const [code] = Object.keys(await outcomes([login.getLoginCode(username, password, captchaText, token)]))
    last = code ?? ''
  }
  return last
}

/** A try with a captcha. */
async function tryOnce({ login }: Pick<PasswordApp, 'login'>, username: string, password = 'correct horse') {
  const { token } = await login.generateCaptcha()
  return login.getLoginCode(username, password, captchaText, token)
}

describe('spec 3, lockout', () => {
  for (const failures of [3, 10]) {
    test(`A08: the lock begins with failure ${failures}, neither before nor after`, async (t) => {
      const app = await openPasswordApp(t, { settings: { lockout: { failures } } })
      await app.add('alice')
      assert.equal(await fail(app, 'alice', failures - 1), 'PASSWORD_ERROR')
      assert.ok((await tryOnce(app, 'alice')).loginCode)
      assert.equal(await fail(app, 'alice', failures), 'PASSWORD_ERROR')
      await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED', 30))
    })
  }

  test('A63: locked at 29 s, open at 30 s and at 31 s', async (t) => {
    for (const [ms, isOpen] of [
      [29_000, false],
      [29_999, false],
      [30_000, true],
      [31_000, true],
    ] as const) {
      const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
      await app.add('alice')
      await fail(app, 'alice', 3)
      app.clock.advance(ms)
      if (isOpen) assert.ok((await tryOnce(app, 'alice')).loginCode)
      else await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED', 1))
    }
  })

  test('each further failure doubles the wait up to maxSeconds', async (t) => {
    const lockout = { failures: 3, baseSeconds: 30, maxSeconds: 200 }
    const app = await openPasswordApp(t, { settings: { lockout } })
    await app.add('alice')
    await fail(app, 'alice', 3)
    for (const seconds of [30, 60, 120, 200, 200]) {
      await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED', seconds))
      app.clock.advance(seconds * 1000)
      assert.equal(await fail(app, 'alice', 1), 'PASSWORD_ERROR')
    }
  })

  test('tries during a lock do not extend it', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    await fail(app, 'alice', 3)
    app.clock.advance(20_000)
    assert.equal(await fail(app, 'alice', 20), 'ACCOUNT_LOCKED')
    app.clock.advance(10_000)
    assert.ok((await tryOnce(app, 'alice')).loginCode)
  })

  test('a success starts the count anew', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    for (let round = 0; round < 3; round += 1) {
      assert.equal(await fail(app, 'alice', 2), 'PASSWORD_ERROR')
      assert.ok((await tryOnce(app, 'alice')).loginCode)
    }
  })

  test('the answer tells the seconds in its text too', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 1 } } })
    await app.add('alice')
    await fail(app, 'alice', 1)
    await assert.rejects(tryOnce(app, 'alice'), /ACCOUNT_LOCKED: .*\(30 s\)/)
  })

  test('A06: of 60 parallel wrong tries no more than the lock lets through are evaluated', async (t) => {
    const { login, add, rooms } = await openPasswordApp(t)
    await add('alice')
    const tokens = await Promise.all(Array.from({ length: 60 }, () => login.generateCaptcha()))
    const before = rooms.hashQueue.depth()
    assert.equal(before.running, 0)
    const calls = tokens.map(({ token }) => login.getLoginCode('alice', 'wrong', captchaText, token))
    assert.deepEqual(await outcomes(calls), { PASSWORD_ERROR: 10, ACCOUNT_LOCKED: 50 })
  })

  test('A32: every spelling of a name counts in one place', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 4 } } })
    await app.add('ZhangSan')
    for (const name of ['zhangsan', 'ZHANGSAN', 'ＺｈａｎｇＳａｎ', ' ZhangSan'])
      assert.equal(await fail(app, name, 1), 'PASSWORD_ERROR')
    await assert.rejects(tryOnce(app, 'ZhangSan'), refusal('ACCOUNT_LOCKED'))
  })

  test('A32: another name starts neither the lock nor the captcha’s count anew', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 4 } } })
    const userId = await app.add('alice')
    for (let time = 0; time < 3; time += 1)
      await assert.rejects(app.login.getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
    await app.login.updateUsername(userId, 'bob')
    await assert.rejects(app.login.getLoginCode('bob', 'wrong'), refusal('CAPTCHA_ERROR'))
    assert.equal(await fail(app, 'bob', 1), 'PASSWORD_ERROR')
    await app.login.updateUsername(userId, 'carol')
    await assert.rejects(tryOnce(app, 'carol'), refusal('ACCOUNT_LOCKED', 30))
  })

  test('A32: who takes a freed name does not take over its former owner’s lock', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    const userId = await app.add('alice')
    await fail(app, 'alice', 3)
    await app.login.updateUsername(userId, 'bob')
    await app.add('alice')
    assert.ok((await tryOnce(app, 'alice')).loginCode)
  })

  test('spec 3 rule 5: an unknown name is locked like a known one', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await fail(app, 'nobody', 3)
    await assert.rejects(tryOnce(app, 'nobody'), refusal('ACCOUNT_LOCKED', 30))
    await assert.rejects(tryOnce(app, 'NoBody'), refusal('ACCOUNT_LOCKED', 30))
  })

  test('one account’s lock is not another’s', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    await app.add('bob')
    await fail(app, 'alice', 3)
    assert.ok((await tryOnce(app, 'bob')).loginCode)
  })

  test('A34: a stranger does not lock the owner’s own device out, which has a lock of its own', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    const own = app.device('phone-1')
    await app.session((await own.getLoginCode('alice', 'correct horse')).loginCode, 'phone-1')
    await fail(app, 'alice', 3)
    await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED'))
    await assert.rejects(tryOnce({ login: app.device('phone-2') }, 'alice'), refusal('ACCOUNT_LOCKED'))
    assert.ok((await own.getLoginCode('alice', 'correct horse')).loginCode)

    await fail({ login: own }, 'alice', 3)
    await assert.rejects(tryOnce({ login: own }, 'alice'), refusal('ACCOUNT_LOCKED', 30))
    app.clock.advance(30_000)
    assert.ok((await tryOnce({ login: own }, 'alice')).loginCode)
  })

  test('a device that has not logged in to this account is no known device of it', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    await app.add('bob')
    const device = app.device('phone-1')
    await app.session((await device.getLoginCode('bob', 'correct horse')).loginCode, 'phone-1')
    await fail(app, 'alice', 3)
    await assert.rejects(tryOnce({ login: device }, 'alice'), refusal('ACCOUNT_LOCKED'))
  })

  test('O5: it never blocks phone login', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.phone.sendMessage('13800138000')
    const code = async () => (await app.app.inbox('13800138000'))[0]?.code ?? ''
    const userId = (await app.phone.register('13800138000', await code(), 'Alice')).userId.value
    await app.login.bind(userId, 'alice', 'correct horse')
    await fail(app, 'alice', 5)
    await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED'))
    app.clock.advance(46_000)
    await fail(app, 'alice', 5)
    await app.phone.sendMessage('13800138000')
    assert.equal((await app.phone.getLoginCode('13800138000', await code())).userId, userId)
  })

  test('A33: the lock holds for updatePassword and for the login in one step too', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    const userId = await app.add('alice')
    const { login: own } = await app.signedIn(userId)
    for (let time = 0; time < 3; time += 1)
      await assert.rejects(own.updatePassword(userId, 'wrong', 'battery staple'), refusal('PASSWORD_ERROR'))
    await assert.rejects(
      own.updatePassword(userId, 'correct horse', 'battery staple'),
      refusal('ACCOUNT_LOCKED', 30),
    )
    await assert.rejects(tryOnce(app, 'alice'), refusal('ACCOUNT_LOCKED', 30))
    const client = app.elements.clients().fallback
    assert.ok(client !== undefined)
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: client.tenantId,
      device: {},
      language: 'en',
    } as const
    await assert.rejects(
      app.views.passwordLogin('auths.loginTypes.password', call).loginByPassword({
        username: 'alice',
        password: 'correct horse',
        client,
      }),
      refusal('ACCOUNT_LOCKED', 30),
    )
  })

  test('A36: a try without its captcha is no failure of the account', async (t) => {
    const app = await openPasswordApp(t, { settings: { captcha: 'always', lockout: { failures: 3 } } })
    const { token } = await app.login.generateCaptcha()
    await app.login.register('alice', 'correct horse', captchaText, token, 'Alice')
    for (let time = 0; time < 10; time += 1)
      await assert.rejects(app.login.getLoginCode('alice', 'wrong', 'XXXX', 'x'), refusal('CAPTCHA_ERROR'))
    assert.ok((await tryOnce(app, 'alice')).loginCode)
  })

  test('A68, O7: the counters have an expiry and do not hold the name', async (t) => {
    const app = await openPasswordApp(t, { options: { databaseUrl: undefined } })
    await fail(app, 'a-password-in-the-wrong-field', 3)
    const files = readdirSync(app.data).map((name) => readFileSync(`${app.data}/${name}`, 'latin1'))
    assert.ok(files.some((text) => text.includes('password-lock:')))
    assert.ok(!files.some((text) => text.includes('a-password-in-the-wrong-field')))
    app.clock.advance(5 * 3_600_000)
    while ((await app.rooms.ephemeral.sweep()) > 0);
    const facts = new DatabaseSync(`${app.data}/ephemeral.sqlite`, { readOnly: true })
    const left = facts.prepare("select key from facts where key like 'password-%'").all()
    facts.close()
    assert.deepEqual(left, [])
  })
})
