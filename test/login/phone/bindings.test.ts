/** `bind` and `unbind`: spec 2, rules 6 and 7. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { atOnce, outcomes, refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import {
  amysPhone,
  anonymous,
  audited,
  bobsPhone,
  codeFor,
  isAlive,
  laterCodeFor,
  logIn,
  newestCode,
  phoneOf,
  seenBy,
  signedIn,
  signUp,
} from './phone-people.ts'

const passwordLogin = {
  'auths.loginTypes.password': {
    type: 'auths.loginTypes.PasswordType',
    config: { passwordTransport: 'plain', allowRegister: 1 },
  },
}
const secondPhoneLogin = {
  'auths.loginTypes.second': { type: 'auths.loginTypes.PhoneType', config: { smsFullName: 'SMS.console' } },
}
const soon = { config: { resendInterval: 1, limits: { number: { hour: 100, day: 100 } } } }

const passwordOf = (opened: TestApp) => opened.app.getElement<PasswordLogin>('auths.loginTypes.password')

async function methodsOf({ rooms }: TestApp, userId: string): Promise<unknown> {
  const query = (await rooms.database.kysely())
    .selectFrom('users')
    .select('login_methods')
    .where('id', '=', userId)
  return (await query.executeTakeFirst())?.login_methods
}

describe('spec 2, bind', () => {
  test('binds a proven number to the user, who can log in with it', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const { phone, view } = await signedIn(opened, amy)
    assert.equal(await phone.bind(amy, amysPhone, await codeFor(opened, amysPhone, view)), 1)
    const login = await phoneOf(anonymous(opened)).getLoginCode(
      amysPhone,
      await laterCodeFor(opened, amysPhone),
    )
    assert.equal(login.userId, amy)
    const [record] = await audited(opened, 'phone.bind')
    assert.equal(record?.subject, '+86138****8000')
    assert.equal(record?.actor, `user:${amy}`)
  })

  test('is for users and the system: LOGIN_REQUIRED, and FORBIDDEN for another user', async (t) => {
    const opened = await openTestApp(t)
    const [amy, bob] = [await addUser(opened, 'Amy'), await addUser(opened, 'Bob')]
    const code = await codeFor(opened, amysPhone, seenBy(opened, amy))
    await assert.rejects(phoneOf(anonymous(opened)).bind(amy, amysPhone, code), refusal('LOGIN_REQUIRED'))
    await assert.rejects(phoneOf(seenBy(opened, bob)).bind(amy, amysPhone, code), refusal('FORBIDDEN'))
    await assert.rejects(
      phoneOf(seenBy(opened, bob)).bind({ value: amy }, amysPhone, code),
      refusal('FORBIDDEN'),
    )
    await phoneOf(opened.app).bind(amy, amysPhone, code)
  })

  test('rule 6: for a user who has a number it is ALREADY_BOUND', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const code = await codeFor(opened, bobsPhone, amy.view)
    await assert.rejects(amy.phone.bind(amy.userId, bobsPhone, code), refusal('ALREADY_BOUND'))
    const same = await laterCodeFor(opened, amysPhone, amy.view)
    await assert.rejects(amy.phone.bind(amy.userId, amysPhone, same), refusal('ALREADY_BOUND'))
  })

  test('rule 6: a number of somebody else is PHONE_BOUND', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const bob = await addUser(opened, 'Bob')
    const { phone, view } = await signedIn(opened, bob)
    const code = await laterCodeFor(opened, amysPhone, view)
    await assert.rejects(phone.bind(bob, amysPhone, code), refusal('PHONE_BOUND'))
  })

  test('rule 6, A19: of 20 users who bind one number in parallel one has it, the others are PHONE_BOUND', async (t) => {
    const opened = await openTestApp(t, { elements: { 'auths.loginTypes.phone': soon } })
    const users: { id: string; phone: PhoneLogin; code: string }[] = []
    for (let i = 0; i < 20; i += 1) {
      const id = await addUser(opened, `User ${i}`)
      opened.clock.advance(1_000)
      const { phone, view } = await signedIn(opened, id)
      users.push({ id, phone, code: await codeFor(opened, amysPhone, view) })
    }
    const results = await outcomes(users.map(({ id, phone, code }) => phone.bind(id, amysPhone, code)))
    assert.deepEqual(results, { ok: 1, PHONE_BOUND: 19 })
    assert.equal(
      (await (await opened.rooms.database.kysely()).selectFrom('phone_bindings').selectAll().execute())
        .length,
      1,
    )
  })

  test('rule 6: a user who binds two numbers in parallel has one', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const { view } = await signedIn(opened, amy)
    const codes = [await codeFor(opened, amysPhone, view), await codeFor(opened, bobsPhone, view)]
    const results = await atOnce(2, (i) =>
      phoneOf(view).bind(amy, i === 0 ? amysPhone : bobsPhone, codes[i] ?? ''),
    )
    // The other one is refused by the constraint, or where it reads later by what it reads.
    const { ok, PHONE_BOUND = 0, ALREADY_BOUND = 0 } = results
    assert.deepEqual([ok, PHONE_BOUND + ALREADY_BOUND], [1, 1])
    assert.equal(await methodsOf(opened, amy), 1)
  })

  test('A39: a code of before a change of password is dead, also for a number that is nobody’s', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const { view } = await signedIn(opened, amy)
    const code = await codeFor(opened, amysPhone, view)
    opened.clock.advance(1)
    const { users, database, clock } = opened.rooms
    await database.commit([users.markSecured(defaultTenant, amy, clock.now())])
    await assert.rejects(phoneOf(view).bind(amy, amysPhone, code), refusal('CODE_EXPIRED'))
    await phoneOf(view).bind(amy, amysPhone, await laterCodeFor(opened, amysPhone, view))
  })

  test('a user who does not exist is USER_AUTH_MISS, after a right code', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(opened.app)
    const code = await codeFor(opened, amysPhone, opened.app)
    await assert.rejects(phone.bind('nobody', amysPhone, '1'), refusal('CODE_ERROR'))
    await assert.rejects(phone.bind('nobody', amysPhone, code), refusal('USER_AUTH_MISS'))
  })
})

describe('spec 2, unbind', () => {
  test('rule 6, A66: the last way to log in stays, for the system too', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const own = await laterCodeFor(opened, amysPhone, amy.view)
    await assert.rejects(amy.phone.unbind(amy.userId, own), refusal('LAST_LOGIN_METHOD'))
    const code = await laterCodeFor(opened, amysPhone, opened.app)
    await assert.rejects(phoneOf(opened.app).unbind(amy.userId, code), refusal('LAST_LOGIN_METHOD'))
    opened.clock.advance(3_600_000)
    await logIn(opened)
  })

  test('with another way to log in it takes the number away, and the other sessions end (S2)', async (t) => {
    const opened = await openTestApp(t, { elements: passwordLogin })
    const amy = await signUp(opened)
    const elsewhere = await logIn(opened)
    await passwordOf(opened).bind(amy.userId, 'amy', 'correct horse')
    assert.equal(await amy.phone.unbind(amy.userId, await laterCodeFor(opened, amysPhone, amy.view)), 1)
    assert.equal(await isAlive(opened, amy), true)
    assert.equal(await isAlive(opened, elsewhere), false)
    assert.equal(await methodsOf(opened, amy.userId), 1)
    assert.equal((await amy.auth.currentUser()).phone, null)
    opened.clock.advance(3_600_000)
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
  })

  test('A39: a login code and a ticket of before are dead after it', async (t) => {
    const opened = await openTestApp(t, { elements: passwordLogin })
    const amy = await signUp(opened)
    await passwordOf(opened).bind(amy.userId, 'amy', 'correct horse')
    const { ticket } = await amy.phone.checkMyMessage(await laterCodeFor(opened, amysPhone, amy.view))
    const code = await laterCodeFor(opened, amysPhone)
    const { loginCode } = await phoneOf(anonymous(opened)).getLoginCode(amysPhone, code)
    await amy.phone.unbind(amy.userId, await laterCodeFor(opened, amysPhone, amy.view))
    await assert.rejects(amy.auth.loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
    await amy.phone.bind(amy.userId, bobsPhone, await codeFor(opened, bobsPhone, amy.view))
    const next = await codeFor(opened, '13700137000', amy.view)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, ticket, '13700137000', next),
      refusal('TICKET_INVALID'),
    )
  })

  test('rule 7: without a number in this login type it is NOT_BOUND', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const { phone } = await signedIn(opened, amy)
    await assert.rejects(phone.unbind(amy, '123456'), refusal('NOT_BOUND'))
    await assert.rejects(phone.checkMyMessage('123456'), refusal('NOT_BOUND'))
    await assert.rejects(phoneOf(opened.app).unbind('nobody', '123456'), refusal('NOT_BOUND'))
  })

  test('rule 7: the code is the one of the bound number', async (t) => {
    const opened = await openTestApp(t, { elements: passwordLogin })
    const amy = await signUp(opened)
    await passwordOf(opened).bind(amy.userId, 'amy', 'correct horse')
    const other = await codeFor(opened, bobsPhone, amy.view)
    await assert.rejects(amy.phone.unbind(amy.userId, other), refusal('CODE_EXPIRED'))
  })

  test('rule 6: number and password taken away in parallel: one of them stays', async (t) => {
    const opened = await openTestApp(t, { elements: passwordLogin })
    for (let round = 0; round < 10; round += 1) {
      const number = `1390000000${round}`
      const amy = await signUp(opened, number)
      await passwordOf(opened).bind(amy.userId, `amy ${round}`, 'correct horse')
      const code = await laterCodeFor(opened, number, amy.view)
      const calls = [
        () => amy.phone.unbind(amy.userId, code),
        () => amy.view.getElement<PasswordLogin>('auths.loginTypes.password').unbind(amy.userId),
      ]
      const order = round % 2 === 0 ? calls : calls.toReversed()
      assert.deepEqual(await outcomes(order.map((call) => call())), { ok: 1, LAST_LOGIN_METHOD: 1 })
      assert.equal(await methodsOf(opened, amy.userId), 1)
    }
  })

  test('of two numbers the other one is what is shown of the user', async (t) => {
    const opened = await openTestApp(t, { elements: secondPhoneLogin })
    const amy = await signUp(opened)
    const second = phoneOf(amy.view, 'auths.loginTypes.second')
    await second.sendMessage(bobsPhone)
    await second.bind(amy.userId, bobsPhone, await newestCode(opened, bobsPhone))
    assert.equal((await amy.auth.currentUser()).phone, '+8613900139000')
    opened.clock.advance(45_000)
    await second.sendMessage(bobsPhone)
    await second.unbind(amy.userId, await newestCode(opened, bobsPhone))
    assert.equal((await amy.auth.currentUser()).phone, '+8613800138000')
  })

  test('rule 6: the numbers of two login types taken away in parallel: one of them stays', async (t) => {
    const opened = await openTestApp(t, { elements: secondPhoneLogin })
    const amy = await signUp(opened)
    const second = phoneOf(amy.view, 'auths.loginTypes.second')
    await second.sendMessage(bobsPhone)
    await second.bind(amy.userId, bobsPhone, await newestCode(opened, bobsPhone))
    opened.clock.advance(45_000)
    await second.sendMessage(bobsPhone)
    const newest = await newestCode(opened, bobsPhone)
    const code = await codeFor(opened, amysPhone, amy.view)
    const results = await outcomes([amy.phone.unbind(amy.userId, code), second.unbind(amy.userId, newest)])
    assert.equal(results.ok, 1)
    assert.equal(await methodsOf(opened, amy.userId), 1)
    assert.equal(
      (await (await opened.rooms.database.kysely()).selectFrom('phone_bindings').selectAll().execute())
        .length,
      1,
    )
  })
})
