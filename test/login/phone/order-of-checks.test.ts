/** What is checked before what, and what a refused call leaves as it was: spec 2, rules 4 and 5. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import type { E164 } from '../../../src/base/phone-number.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import {
  amysPhone,
  anonymous,
  bobsPhone,
  codeFor,
  laterCodeFor,
  messageLogin,
  phoneOf,
  sdkOf,
  setStatus,
  signUp,
  wrong,
} from './phone-people.ts'

const closed = {
  'auths.loginTypes.phone': { config: { allowRegister: 0 } },
  'clients.web': { config: { autoRegister: false } },
}

describe('spec 2 rule 4: the order of the checks', () => {
  test('arguments come before the number, the number before the code', async (t) => {
    const { getLoginCode } = phoneOf(anonymous(await openTestApp(t)))
    await assert.rejects(getLoginCode('12', ''), refusal('API_PARAMS_ERROR'))
    await assert.rejects(getLoginCode('12', '1'), refusal('PHONE_INVALID'))
    await assert.rejects(getLoginCode('+33612345678', '1'), refusal('PHONE_COUNTRY_NOT_ALLOWED'))
    await assert.rejects(getLoginCode(amysPhone, '1'), refusal('CODE_EXPIRED'))
  })

  test('a foreign country is refused on every path, before anything is sent or counted', async (t) => {
    const opened = await openTestApp(t)
    const foreign = '+33612345678'
    const amy = await signUp(opened)
    const nobody = phoneOf(anonymous(opened))
    const code = await codeFor(opened, bobsPhone, amy.view)
    for (const call of [
      nobody.sendMessage(foreign),
      nobody.getLoginCode(foreign, code),
      nobody.register(foreign, code, 'Amy'),
      amy.phone.bind(amy.userId, foreign, code),
      amy.phone.updatePhone(amy.userId, 'no-ticket', foreign, code),
    ])
      await assert.rejects(call, refusal('PHONE_COUNTRY_NOT_ALLOWED'))
    assert.deepEqual(await opened.app.inbox(foreign), [])
  })

  test('updatePhone: country, then ticket, then binding, then code, then the number', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await signUp(opened, bobsPhone)
    const homeless = await addUser(opened, 'No phone')
    const { phone, userId } = amy
    const code = await laterCodeFor(opened, amysPhone, amy.view)
    const { ticket } = await phone.checkMyMessage(code)
    await assert.rejects(
      phone.updatePhone(userId, ticket, '+33612345678', '1'),
      refusal('PHONE_COUNTRY_NOT_ALLOWED'),
    )
    await assert.rejects(phone.updatePhone(userId, 'none', bobsPhone, '1'), refusal('TICKET_INVALID'))
    await assert.rejects(
      phoneOf(opened.app).updatePhone(homeless, ticket, bobsPhone, '1'),
      refusal('TICKET_INVALID'),
    )
    await assert.rejects(phone.updatePhone(userId, ticket, bobsPhone, '123456'), refusal('CODE_EXPIRED'))
    const toBob = await codeFor(opened, bobsPhone, amy.view)
    await assert.rejects(phone.updatePhone(userId, ticket, bobsPhone, wrong(toBob)), refusal('CODE_ERROR'))
    await assert.rejects(phone.updatePhone(userId, ticket, bobsPhone, toBob), refusal('PHONE_BOUND'))
    assert.ok(bob.userId)
  })

  test('who has no right code learns nothing of a number: known, unknown, disabled and bound answer alike', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await signUp(opened, bobsPhone)
    await setStatus(opened, bob.userId, 'disabled')
    const nobody = phoneOf(anonymous(opened))
    opened.clock.advance(45_000)
    for (const number of [amysPhone, bobsPhone, '13700137000']) {
      await assert.rejects(nobody.getLoginCode(number, '123456'), refusal('CODE_EXPIRED'))
      await assert.rejects(nobody.register(number, '123456', 'Eve'), refusal('CODE_EXPIRED'))
      await assert.rejects(amy.phone.bind(amy.userId, number, '123456'), refusal('CODE_EXPIRED'))
      const code = await codeFor(opened, number)
      await assert.rejects(nobody.getLoginCode(number, wrong(code)), refusal('CODE_ERROR'))
      await assert.rejects(nobody.register(number, wrong(code), 'Eve'), refusal('CODE_ERROR'))
    }
  })

  test('A62: a missing nick leaves the code as it is', async (t) => {
    const opened = await openTestApp(t)
    const { register } = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    for (const nick of ['', '   ', '\u3000'])
      await assert.rejects(register(amysPhone, code, nick), refusal('API_PARAMS_ERROR'))
    const call = opened.app.callFunction(
      'auths.loginTypes.phone',
      'register',
      { phone: amysPhone, code },
      true,
    )
    await assert.rejects(call, refusal('API_PARAMS_ERROR'))
    await register(amysPhone, code, 'Amy')
  })
})

/** Between the checks of a call and its commit somebody else takes the number. */
function takenInBetween(opened: TestApp, number: E164): void {
  const { database, bindings, users, clock } = opened.rooms
  const commit = database.commit.bind(database)
  let isTaken = false
  database.commit = async (steps) => {
    if (isTaken || !steps.some(({ name }) => name.startsWith('phone-bindings.'))) return commit(steps)
    isTaken = true
    const row = users.prepare({ nick: 'Eve', phone: number, loginMethods: 1 }, clock.now())
    const owner = { tenantId: defaultTenant, userId: row.id, loginType: 'auths.loginTypes.phone' }
    await commit([users.insert(owner.tenantId, row, 1), bindings.insert(owner, number, clock.now())])
    return commit(steps)
  }
}

describe('spec 2 rule 4: a right code whose call fails on the way', () => {
  test('stays live and costs no try', async (t) => {
    const elements = { 'auths.loginTypes.phone': { config: { maxAttempts: 2 } } }
    const opened = await openTestApp(t, { elements })
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    for (let i = 0; i < 10; i += 1)
      await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
    await phone.register(amysPhone, code, 'Amy')
  })

  test('gives no try back either: the next wrong guess burns it', async (t) => {
    const elements = { 'auths.loginTypes.phone': { config: { maxAttempts: 2 } } }
    const opened = await openTestApp(t, { elements })
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
    await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
  })

  test('after a race for the number is lost the code is good for logging in', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    takenInBetween(opened, '+8613800138000' as E164)
    await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('PHONE_BOUND'))
    await phone.getLoginCode(amysPhone, code)
    const rows = await (await opened.rooms.database.kysely()).selectFrom('users').select('nick').execute()
    assert.deepEqual(
      rows.map(({ nick }) => nick),
      ['Eve'],
    )
  })

  test('A07: the failure count survives it', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    for (let i = 0; i < 8; i += 4) {
      const guessed = await codeFor(opened, amysPhone)
      for (let j = 0; j < 4; j += 1)
        await assert.rejects(phone.getLoginCode(amysPhone, wrong(guessed)), refusal('CODE_ERROR'))
      opened.clock.advance(45_000)
    }
    const code = await codeFor(opened, amysPhone)
    takenInBetween(opened, '+8613800138000' as E164)
    await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('PHONE_BOUND'))
    for (let i = 0; i < 2; i += 1)
      await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', 30))
  })
})

describe('spec 2 rule 5: an unknown number, a right code', () => {
  test('getLoginCode is refused as USER_AUTH_MISS and the code stays good for register', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, code), /USER_AUTH_MISS: User not found/)
    opened.clock.advance(200_000)
    await phone.register(amysPhone, code, 'Amy')
  })

  test('within its life: not after it', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    opened.clock.advance(299_000)
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
    opened.clock.advance(1_000)
    await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('CODE_EXPIRED'))
  })

  test('with allowRegister 0 register is refused as REGISTER_NOT_ALLOWED, with any code', async (t) => {
    const opened = await openTestApp(t, { elements: closed })
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('REGISTER_NOT_ALLOWED'))
    await assert.rejects(phone.register(amysPhone, wrong(code), 'Amy'), refusal('REGISTER_NOT_ALLOWED'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
  })

  test('A23: with allowRegister 0 no path makes a user, not even for a client with autoRegister', async (t) => {
    const opened = await openTestApp(t, { elements: closed })
    const request = await messageLogin(opened)
    await assert.rejects(sdkOf(opened).login.loginByMessage(request), refusal('USER_AUTH_MISS'))
    assert.deepEqual(
      await (await opened.rooms.database.kysely()).selectFrom('users').selectAll().execute(),
      [],
    )
  })

  test('a number that is registered in another login type is unknown here, and bound', async (t) => {
    const elements = {
      'auths.loginTypes.other': {
        type: 'auths.loginTypes.PhoneType',
        config: { smsFullName: 'SMS.console' },
      },
    }
    const opened = await openTestApp(t, { elements })
    await signUp(opened)
    const other = phoneOf(anonymous(opened), 'auths.loginTypes.other')
    opened.clock.advance(45_000)
    await other.sendMessage(amysPhone)
    const [message] = await opened.app.inbox(amysPhone)
    const code = message?.code ?? ''
    await assert.rejects(other.getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
    await assert.rejects(other.register(amysPhone, code, 'Amy'), refusal('PHONE_BOUND'))
  })
})
