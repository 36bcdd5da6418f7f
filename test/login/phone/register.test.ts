/** `register` and what it makes: spec 2, "Functions"; spec 1, "From login code to session". */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp } from '../../support/open-test-app.ts'
import { atOnce, outcomes, refusal } from '../../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  authOf,
  codeFor,
  laterCodeFor,
  messageLogin,
  phoneOf,
  sdkOf,
} from './phone-people.ts'

describe('spec 2, register', () => {
  test('gives the user row: fields by .value, plain values by toDict(), login code and organisations beside', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const user = await phoneOf(anonymous(opened)).register(amysPhone, code, '小美')
    assert.match(user.userId.value, /^[A-Za-z0-9]{20}$/)
    assert.equal(user.nick.value, '小美')
    assert.equal(user.phone.value, '+8613800138000')
    assert.equal(user.status.value, 'active')
    assert.equal(user.createTime.value, opened.clock.now())
    assert.match(user.loginCode, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual(user.corpList, [{ corpId: 'acme', corpName: 'Default' }])
    assert.deepEqual(user.toDict(), {
      userId: user.userId.value,
      nick: '小美',
      name: null,
      email: null,
      phone: '+8613800138000',
      username: null,
      status: 'active',
      createTime: opened.clock.now(),
      loginCode: user.loginCode,
      corpList: [{ corpId: 'acme', corpName: 'Default' }],
    })
  })

  test('its login code makes a session, so no second SMS is needed', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const user = await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
    const login = await authOf(opened.app).loginByCode(user.loginCode)
    assert.equal(login.userId, user.userId.value)
    assert.equal((await opened.app.inbox()).length, 1)
  })

  test('spends the code: it does not log in as well', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    await phone.register(amysPhone, code, 'Amy')
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
  })

  test('a number that somebody has is PHONE_BOUND, and the code stays good', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    await phone.register(amysPhone, await codeFor(opened, amysPhone), 'Amy')
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('PHONE_BOUND'))
    await phone.getLoginCode(amysPhone, code)
  })

  test('50 parallel registrations with one code make one user', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    const results = await atOnce(50, () => phone.register(amysPhone, code, 'Amy'))
    assert.equal(results.ok, 1)
    const kysely = await opened.rooms.database.kysely()
    for (const table of ['users', 'phone_bindings', 'corp_members'])
      assert.equal((await kysely.selectFrom(table).selectAll().execute()).length, 1, table)
  })

  test('registration and login of one new number in parallel, each with a code of its own, make one user', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    opened.clock.advance(45_000)
    const request = await messageLogin(opened)
    const results = await outcomes([
      phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy'),
      sdkOf(opened).login.loginByMessage(request),
    ])
    assert.deepEqual(results, { ok: 1, PHONE_BOUND: 1 })
    assert.equal(
      (await (await opened.rooms.database.kysely()).selectFrom('users').selectAll().execute()).length,
      1,
    )
  })

  test('A17, A18: nothing but phone, code and nick is taken', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    for (const more of [
      { verified: true },
      { phoneNumber: '+8613900139000' },
      { userId: 'chosen' },
      { status: 'x' },
    ])
      await assert.rejects(
        opened.app.callFunction(
          'auths.loginTypes.phone',
          'register',
          { phone: amysPhone, code, nick: 'Amy', ...more },
          true,
        ),
        refusal('API_PARAMS_ERROR'),
      )
    await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
  })

  test('is in the audit log, with the user and the masked number', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const { userId } = await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
    const records = await audited(opened, 'register.sms')
    assert.deepEqual(
      records.map(({ result, user_id, subject }) => ({ result, user_id, subject })),
      [{ result: 'success', user_id: userId.value, subject: '+86138****8000' }],
    )
  })

  test('joins the organisations that let one join, and no other', async (t) => {
    const elements = {
      'corps.Open': { type: 'corps.NormalType', config: { corpId: 'open', title: 'The Open One' } },
      'corps.Closed': { type: 'corps.NormalType', config: { corpId: 'closed', allowJoin: 0 } },
    }
    const opened = await openTestApp(t, { elements })
    const phone = phoneOf(anonymous(opened))
    const user = await phone.register(amysPhone, await codeFor(opened, amysPhone), 'Amy')
    const joined = [
      { corpId: 'acme', corpName: 'Default' },
      { corpId: 'open', corpName: 'The Open One' },
    ]
    assert.deepEqual(user.corpList, joined)
    const login = await phone.getLoginCode(amysPhone, await laterCodeFor(opened, amysPhone))
    assert.deepEqual(login.corpList, joined)
  })
})

describe('spec 2, getLoginCode', () => {
  test('gives login code, organisations and user id', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const { userId } = await phone.register(amysPhone, await codeFor(opened, amysPhone), 'Amy')
    const login = await phone.getLoginCode({ phone: amysPhone, code: await laterCodeFor(opened, amysPhone) })
    assert.deepEqual(Object.keys(login).toSorted(), ['corpList', 'loginCode', 'userId'])
    assert.match(login.loginCode, /^[A-Za-z0-9]{32}$/)
    assert.equal(login.userId, userId.value)
    assert.deepEqual(login.corpList, [{ corpId: 'acme', corpName: 'Default' }])
  })

  test('in an app without organisations the list is empty', async (t) => {
    const opened = await openTestApp(t, { elements: { 'corps.Default': undefined } })
    const phone = phoneOf(anonymous(opened))
    await phone.register(amysPhone, await codeFor(opened, amysPhone), 'Amy')
    const login = await phone.getLoginCode(amysPhone, await laterCodeFor(opened, amysPhone))
    assert.deepEqual(login.corpList, [])
  })
})

describe('loginByMessage: code to session in one step', () => {
  test('a new user gets the masked number as nick, where client and login type let users register', async (t) => {
    const opened = await openTestApp(t)
    const { login } = sdkOf(opened)
    const request = await messageLogin(opened)
    await assert.rejects(login.loginByMessage({ ...request, autoRegister: false }), refusal('USER_AUTH_MISS'))
    assert.equal((await login.loginByMessage(request)).status, 'SUCCESS')
    const [user] = await (await opened.rooms.database.kysely()).selectFrom('users').select('nick').execute()
    assert.equal(user?.nick, '138****8000')
  })
})
