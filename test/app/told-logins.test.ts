/** What those who subscribe hear of people: registration, logins, numbers, passwords, second factors and locks. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { AccountSvc } from '../../src/accounts/account-functions.ts'
import { createRemoveClosedAccounts } from '../../src/accounts/closed-accounts.ts'
import { createUserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { subscribe } from '../../src/events/subscribers.ts'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { importText } from '../accounts/import-file.ts'
import { codeAt } from '../factors/open-factors.ts'
import {
  amysPhone,
  anonymous,
  bobsPhone,
  laterCodeFor,
  logIn,
  type Person,
  phoneElement,
  phoneOf,
  readyToChange,
  signUp,
  wrong,
} from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'

const passwordElement = 'auths.loginTypes.password'
const password = {
  type: 'auths.loginTypes.PasswordType',
  config: { passwordTransport: 'plain', captcha: 'risk', lockout: { failures: 2 } },
}
const manySends = {
  config: { limits: { number: { hour: 99, day: 99 } }, smsFullName: 'SMS.console', allowedCountries: ['CN'] },
}

/** Somebody who hears of everything; what he has heard since he was asked last. */
async function openTold(t: TestContext) {
  const opened = await openTestApp(t, {
    elements: { [passwordElement]: password, [phoneElement]: manySends },
  })
  const { rooms, clock } = opened
  await rooms.database.commit([subscribe({ id: 'ear', tenantId: defaultTenant, types: [] }, clock.now())])
  await rooms.events.refresh()
  const heard = new Set<unknown>()
  const told = async () => {
    await rooms.events.flush()
    const rows = await (await rooms.database.kysely())
      .selectFrom('events as e')
      .innerJoin('event_deliveries as d', 'd.event_id', 'e.id')
      .select(['e.id', 'e.type', 'e.data'])
      .execute()
    const fresh = rows.filter(({ id }) => !heard.has(id))
    for (const { id, data } of fresh) {
      heard.add(id)
      assert.doesNotMatch(String(data), /13[89]00\d{6}/)
    }
    const facts = fresh.map(({ type, data }) => [String(type), JSON.parse(String(data))] as const)
    return facts.toSorted(([a], [b]) => (a < b ? -1 : 1))
  }
  return { ...opened, told }
}

const masked = { amy: '+86138****8000', bob: '+86139****9000' }

describe('events of people', () => {
  test('registering, logging in, and changing what one logs in with', async (t) => {
    const opened = await openTold(t)
    const { told, clock } = opened
    const amy = await signUp(opened)
    const { userId, sessionId } = amy
    const by = { userId, loginType: phoneElement }
    assert.deepEqual(await told(), [
      ['login.succeeded', { userId, sessionId, method: 'sms', clientId: 'testWeb0testWeb0testWeb0testWeb0' }],
      ['user.created', { userId, by: 'registration' }],
    ])

    const { ticket, code } = await readyToChange(opened, amy)
    await amy.phone.updatePhone(userId, ticket, bobsPhone, code)
    assert.deepEqual(await told(), [['phone.changed', { ...by, phone: masked.bob, previous: masked.amy }]])

    const own = amy.view.getElement<PasswordLogin>(passwordElement)
    const byName = { userId, loginType: passwordElement }
    await own.bind(userId, 'amy', 'correct horse')
    assert.deepEqual(await told(), [['password.bound', byName]])
    await own.updatePassword(userId, 'correct horse', 'battery staple')
    assert.deepEqual(await told(), [['password.changed', { ...byName, by: 'change' }]])
    await own.updateUsername(userId, 'amelia')
    assert.deepEqual(await told(), [['username.changed', byName]])
    await amy.phone.unbind(userId, await laterCodeFor(opened, bobsPhone, amy.view))
    assert.deepEqual(await told(), [['phone.unbound', by]])
    await amy.phone.bind(userId, bobsPhone, await laterCodeFor(opened, bobsPhone, amy.view))
    assert.deepEqual(await told(), [['phone.bound', { ...by, phone: masked.bob }]])
    await own.unbind(userId)
    assert.deepEqual(await told(), [['password.unbound', byName]])

    const { secret } = await amy.auth.enrolTotp()
    await amy.auth.confirmTotp(codeAt(secret, clock.now()))
    assert.deepEqual(await told(), [['factor.added', { userId }]])
    clock.advance(30_000)
    await amy.auth.removeTotp(codeAt(secret, clock.now()))
    assert.deepEqual(await told(), [['factor.removed', { userId, by: 'user' }]])
  })

  test('closing the own account, coming back, and what the time of grace ends', async (t) => {
    const opened = await openTold(t)
    const { told, clock, rooms } = opened
    const amy = await signUp(opened)
    const { userId } = amy
    await told()
    const closeAccount = ({ view }: Person) =>
      view.getElement<AccountSvc>('auths.loginTypes.services.AccountSvc').closeAccount()
    const { deleteAt } = await closeAccount(amy)
    assert.deepEqual(await told(), [['user.closed', { userId, deleteAt }]])
    clock.advance(1)
    const back = await logIn(opened)
    const [login, reopened] = await told()
    assert.equal(login?.[0], 'login.succeeded')
    assert.deepEqual(reopened, ['user.reopened', { userId }])
    const { deleteAt: last } = await closeAccount(back)
    await told()
    clock.advance(last - clock.now())
    await createRemoveClosedAccounts(rooms)(10)
    assert.deepEqual(await told(), [['user.deleted', { userId }]])
  })

  test('an operator takes a second factor away', async (t) => {
    const opened = await openTold(t)
    const { told, clock } = opened
    const amy = await signUp(opened)
    const { secret } = await amy.auth.enrolTotp()
    await amy.auth.confirmTotp(codeAt(secret, clock.now()))
    await told()
    const call = {
      caller: { kind: 'system', reason: 'test' },
      tenantId: defaultTenant,
      device: {},
      language: 'en',
    } as const
    await createUserAdmin(accountServicesOf(opened)).removeFactor(amy.userId as UserId, call)
    assert.deepEqual(await told(), [['factor.removed', { userId: amy.userId, by: 'operator' }]])
  })

  test('an import tells of each user', async (t) => {
    const opened = await openTold(t)
    const { told } = opened
    const phones = [amysPhone, bobsPhone].map((phone) => `+86${phone}`)
    const { imported } = await importText(t, accountServicesOf(opened), `phone\n${phones.join('\n')}\n`)
    assert.equal(imported, 2)
    const facts = await told()
    assert.deepEqual(
      facts.map(([type, { by }]) => [type, by]),
      [
        ['user.created', 'import'],
        ['user.created', 'import'],
      ],
    )
    assert.notEqual(facts[0]?.[1].userId, facts[1]?.[1].userId)
  })

  test('wrong codes lock a number: told once when it begins, again when it gets longer', async (t) => {
    const opened = await openTold(t)
    const { told, clock } = opened
    await signUp(opened)
    await told()
    const phone = phoneOf(anonymous(opened))
    const fail = async (times: number) => {
      const code = await laterCodeFor(opened, amysPhone)
      for (let i = 0; i < times; i += 1)
        await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
      return code
    }
    const lock = { loginType: phoneElement, what: 'code', phone: masked.amy, isClosed: false }
    await fail(5)
    await fail(4)
    assert.deepEqual(await told(), [])
    const code = await fail(1)
    assert.deepEqual(await told(), [['login.locked', lock]])
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', 30))
    assert.deepEqual(await told(), [])
    await fail(1)
    assert.deepEqual(await told(), [['login.locked', lock]])
    for (let failures = 11; failures < 99; failures += 1) {
      clock.advance(3_600_000)
      await fail(1)
    }
    await told()
    clock.advance(3_600_000)
    await fail(1)
    assert.deepEqual(await told(), [['login.locked', { ...lock, isClosed: true }]])
  })

  test('wrong passwords lock a user, and nobody is told of a name that nobody has', async (t) => {
    const opened = await openTold(t)
    const { told, clock } = opened
    const amy = await signUp(opened)
    const { userId } = amy
    await amy.view.getElement<PasswordLogin>(passwordElement).bind(userId, 'amy', 'correct horse')
    await told()
    const login = anonymous(opened).getElement<PasswordLogin>(passwordElement)
    const fail = async (name: string, times: number) => {
      for (let i = 0; i < times; i += 1)
        await assert.rejects(login.getLoginCode(name, 'wrong', '', ''), refusal('PASSWORD_ERROR'))
    }
    const lock = { loginType: passwordElement, what: 'password', userId, isClosed: false }
    await fail('amy', 1)
    await fail('bob', 2)
    assert.deepEqual(await told(), [])
    await fail('amy', 1)
    assert.deepEqual(await told(), [['login.locked', lock]])
    await assert.rejects(login.getLoginCode('amy', 'correct horse', '', ''), refusal('ACCOUNT_LOCKED'))
    assert.deepEqual(await told(), [])
    clock.advance(30_000)
    await login.getLoginCode('amy', 'correct horse', '', '')
    await logIn(opened)
    assert.deepEqual(
      (await told()).map(([type]) => type),
      ['login.succeeded'],
    )
  })
})
