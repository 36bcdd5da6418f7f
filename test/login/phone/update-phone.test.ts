/** `updatePhone`: spec 2, rule 8. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import type { E164 } from '../../../src/base/phone-number.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { outcomes, refusal } from '../../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  bobsPhone,
  codeFor,
  isAlive,
  laterCodeFor,
  logIn,
  phoneOf,
  readyToChange,
  signedIn,
  signUp,
  ticketOf,
} from './phone-people.ts'
import { newestSent, notSent, recordingSms } from './recording-sms.ts'

describe('spec 2 rule 8: updatePhone', () => {
  test('changes the number, ends the other sessions, tells the old number', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const elsewhere = await logIn(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    assert.equal(await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code), 1)
    assert.equal(await isAlive(opened, amy), true)
    assert.equal(await isAlive(opened, elsewhere), false)
    assert.equal((await amy.auth.currentUser()).phone, '+8613900139000')
    const [notice] = await opened.app.inbox(amysPhone)
    assert.equal(notice?.purpose, 'phone-changed')
    assert.equal(notice?.code, '')
    assert.equal((await logIn(opened, bobsPhone)).userId, amy.userId)
    opened.clock.advance(3_600_000)
    const old = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, old), refusal('USER_AUTH_MISS'))
    const [record] = await audited(opened, 'phone.change')
    assert.deepEqual([record?.subject, record?.detail], ['+86139****9000', '+86138****8000'])
  })

  test('notifyOldPhone 0: the old number hears nothing', async (t) => {
    const elements = { 'auths.loginTypes.phone': { config: { notifyOldPhone: 0 } } }
    const opened = await openTestApp(t, { elements })
    const amy = await signUp(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
    const purposes = (await opened.app.inbox(amysPhone)).map(({ purpose }) => purpose)
    assert.equal(purposes.includes('phone-changed'), false)
  })

  test('the change stands when the old number cannot be told; the audit log says so', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const nobody = phoneOf(anonymous(opened))
    await nobody.sendMessage(amysPhone)
    const { userId } = await nobody.register(amysPhone, newestSent(sms), 'Amy')
    const { phone: own } = await signedIn(opened, userId.value)
    opened.clock.advance(45_000)
    await own.sendMessage(amysPhone)
    const { ticket } = await own.checkMyMessage(newestSent(sms))
    await own.sendMessage(bobsPhone)
    const code = newestSent(sms)
    sms.answer(notSent)
    assert.equal(await own.updatePhone(userId.value, ticket, bobsPhone, code), 1)
    const [record] = await audited(opened, 'phone.notify')
    assert.deepEqual([record?.result, record?.detail], ['SMS_SEND_FAILED', 'UNAVAILABLE'])
  })

  test('the number that the user has already is PHONE_BOUND', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const code = await laterCodeFor(opened, amysPhone, amy.view)
    await assert.rejects(amy.phone.updatePhone(amy.userId, ticket, amysPhone, code), refusal('PHONE_BOUND'))
  })

  test('without a number it is NOT_BOUND', async (t) => {
    const opened = await openTestApp(t, {
      elements: {
        'auths.loginTypes.second': {
          type: 'auths.loginTypes.PhoneType',
          config: { smsFullName: 'SMS.console' },
        },
      },
    })
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const second = phoneOf(amy.view, 'auths.loginTypes.second')
    await assert.rejects(second.updatePhone(amy.userId, ticket, bobsPhone, '1'), refusal('NOT_BOUND'))
  })

  test('all or nothing: when the number is taken in between, binding, sessions, ticket and code stay', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const elsewhere = await logIn(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    const release = takeInBetween(opened, '+8613900139000' as E164)
    await assert.rejects(amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code), refusal('PHONE_BOUND'))
    assert.equal(await isAlive(opened, elsewhere), true)
    assert.equal((await amy.auth.currentUser()).phone, '+8613800138000')
    assert.equal(
      (await opened.app.inbox(amysPhone)).some(({ purpose }) => purpose === 'phone-changed'),
      false,
    )
    await release()
    assert.equal(await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code), 1)
  })

  test('all or nothing: an account that is disabled in between keeps its number', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    const { database, users } = opened.rooms
    const commit = database.commit.bind(database)
    database.commit = async (steps) => {
      database.commit = commit
      await commit([users.setStatus(defaultTenant, amy.userId as UserId, 'disabled')])
      return commit(steps)
    }
    await assert.rejects(amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code), refusal('CODE_EXPIRED'))
    assert.equal((await amy.auth.currentUser()).phone, '+8613800138000')
  })

  test('of parallel changes with one ticket exactly one succeeds', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    const next = '13700137000'
    const other = await codeFor(opened, next, amy.view)
    const results = await outcomes([
      amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code),
      amy.phone.updatePhone(amy.userId, ticket, next, other),
      amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code),
    ])
    assert.equal(results.ok, 1)
    const bound = await (await opened.rooms.database.kysely())
      .selectFrom('phone_bindings')
      .selectAll()
      .execute()
    assert.equal(bound.length, 1)
  })

  test('A16: two users want one new number, one proves it: only that one changes', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await signUp(opened, bobsPhone)
    const wanted = '13700137000'
    const amys = await ticketOf(opened, amy)
    const bobs = await ticketOf(opened, bob, bobsPhone)
    const code = await codeFor(opened, wanted, amy.view)
    await assert.rejects(bob.phone.updatePhone(bob.userId, bobs, wanted, code), refusal('CODE_EXPIRED'))
    await amy.phone.updatePhone(amy.userId, amys, wanted, code)
    assert.equal((await bob.auth.currentUser()).phone, '+8613900139000')
    assert.equal((await amy.auth.currentUser()).phone, '+8613700137000')
  })
})

/** Somebody else takes the number right before the next change is committed; the answer gives it back. */
function takeInBetween({ rooms }: TestApp, number: E164): () => Promise<void> {
  const { database, bindings, users, clock } = rooms
  const commit = database.commit.bind(database)
  const row = users.prepare({ nick: 'Eve', phone: number, loginMethods: 1 }, clock.now())
  const owner = { tenantId: defaultTenant, userId: row.id, loginType: 'auths.loginTypes.phone' }
  database.commit = async (steps) => {
    database.commit = commit
    await commit([users.insert(defaultTenant, row, 1), bindings.insert(owner, number, clock.now())])
    return commit(steps)
  }
  return () => commit([bindings.removeAll(defaultTenant, row.id)])
}
