/** `checkMyMessage` and its ticket: spec 2, rule 7. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { E164 } from '../../../src/base/phone-number.ts'
import { openTestApp } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import {
  amysPhone,
  anonymous,
  bobsPhone,
  codeFor,
  laterCodeFor,
  phoneOf,
  readyToChange,
  signedIn,
  signUp,
  ticketOf,
  wrong,
} from './phone-people.ts'

describe('spec 2 rule 7: the ticket of checkMyMessage', () => {
  test('is 32 random characters, for users alone', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    assert.match(await ticketOf(opened, amy), /^[A-Za-z0-9]{32}$/)
    await assert.rejects(phoneOf(anonymous(opened)).checkMyMessage('123456'), refusal('LOGIN_REQUIRED'))
    await assert.rejects(phoneOf(opened.app).checkMyMessage('123456'), refusal('LOGIN_REQUIRED'))
  })

  for (const [seconds, isGood] of [
    [299, true],
    [300, false],
    [301, false],
  ] as const)
    test(`A63: after ${seconds} s it is ${isGood ? 'good' : 'gone'}`, async (t) => {
      const opened = await openTestApp(t)
      const amy = await signUp(opened)
      const ticket = await ticketOf(opened, amy)
      opened.clock.advance(255_000)
      const code = await codeFor(opened, bobsPhone, amy.view)
      opened.clock.advance((seconds - 255) * 1000)
      const change = amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
      if (isGood) assert.equal(await change, 1)
      else await assert.rejects(change, refusal('TICKET_INVALID'))
    })

  test('A46: it opens one change', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const { ticket, code } = await readyToChange(opened, amy)
    await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
    const back = await laterCodeFor(opened, amysPhone, amy.view)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, ticket, amysPhone, back),
      refusal('TICKET_INVALID'),
    )
  })

  test('A46: another session and another user of it are refused, and it stays good', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await signUp(opened, bobsPhone)
    const ticket = await ticketOf(opened, amy)
    const next = '13700137000'
    const elsewhere = await signedIn(opened, amy.userId)
    await assert.rejects(
      elsewhere.phone.updatePhone(amy.userId, ticket, next, '1'),
      refusal('TICKET_INVALID'),
    )
    await assert.rejects(bob.phone.updatePhone(bob.userId, ticket, next, '1'), refusal('TICKET_INVALID'))
    await assert.rejects(bob.phone.updatePhone(amy.userId, ticket, next, '1'), refusal('FORBIDDEN'))
    const code = await codeFor(opened, next, amy.view)
    await phoneOf(opened.app).updatePhone(amy.userId, ticket, next, code)
  })

  test('A39: it is dead after a change that another ticket opened', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const older = await ticketOf(opened, amy)
    const { ticket, code } = await readyToChange(opened, amy)
    await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
    const next = await codeFor(opened, '13700137000', amy.view)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, older, '13700137000', next),
      refusal('TICKET_INVALID'),
    )
  })

  test('spends its code', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const code = await laterCodeFor(opened, amysPhone, amy.view)
    const results = await atOnce(50, () => amy.phone.checkMyMessage(code))
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 49 })
  })

  test('a number that goes to somebody else in between gives none', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await addUser(opened, 'Bob')
    const code = await laterCodeFor(opened, amysPhone, amy.view)
    const { bindings, database, clock } = opened.rooms
    const findHolder = bindings.findHolder
    bindings.findHolder = async (owner) => {
      const holder = await findHolder(owner)
      const phone = '+8613800138000' as E164
      const next = { ...owner, userId: bob }
      await database.commit([bindings.remove(owner, phone), bindings.insert(next, phone, clock.now())])
      return holder
    }
    await assert.rejects(amy.phone.checkMyMessage(code), refusal('NOT_BOUND'))
  })

  test('a wrong code gives none', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const code = await laterCodeFor(opened, amysPhone, amy.view)
    await assert.rejects(amy.phone.checkMyMessage(wrong(code)), refusal('CODE_ERROR'))
  })
})
