/** A disabled user: spec 2, rule 9. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  bobsPhone,
  codeFor,
  laterCodeFor,
  type Person,
  phoneElement,
  phoneOf,
  setStatus,
  signUp,
  ticketOf,
  wrong,
} from './phone-people.ts'

describe('spec 2 rule 9: a disabled user', () => {
  async function disabled(opened: TestApp): Promise<Person> {
    const amy = await signUp(opened)
    const { users, database } = opened.rooms
    await database.commit([users.setStatus(defaultTenant, amy.userId as UserId, 'disabled')])
    return amy
  }

  const acts: Record<string, (amy: Person, opened: TestApp, code: string) => Promise<unknown>> = {
    getLoginCode: (_, opened, code) => phoneOf(anonymous(opened)).getLoginCode(amysPhone, code),
    'unbind by the system': ({ userId }, { app }, code) => phoneOf(app).unbind(userId, code),
    checkMyMessage: ({ phone }, _, code) => phone.checkMyMessage(code),
  }

  for (const [name, act] of Object.entries(acts))
    test(`${name}: told only after a right code`, async (t) => {
      const opened = await openTestApp(t)
      const amy = await disabled(opened)
      const asker = name === 'getLoginCode' ? anonymous(opened) : amy.view
      const code = await laterCodeFor(opened, amysPhone, asker)
      await assert.rejects(act(amy, opened, wrong(code)), refusal('CODE_ERROR'))
      await assert.rejects(act(amy, opened, code), refusal('USER_DISABLED'))
    })

  test('bind and updatePhone by the system: told only after a right code', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const { users, database } = opened.rooms
    await database.commit([users.setStatus(defaultTenant, amy.userId as UserId, 'disabled')])
    const code = await codeFor(opened, bobsPhone, amy.view)
    const phone = phoneOf(opened.app)
    const change = (typed: string) => phone.updatePhone(amy.userId, ticket, bobsPhone, typed)
    await assert.rejects(change(wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(change(code), refusal('USER_DISABLED'))
    await assert.rejects(phone.bind(amy.userId, bobsPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.bind(amy.userId, bobsPhone, code), refusal('USER_DISABLED'))
  })

  test('a refused login is on record, with whose it was', async (t) => {
    const opened = await openTestApp(t)
    const amy = await disabled(opened)
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, code), refusal('USER_DISABLED'))
    const rows = (await audited(opened, 'login.sms')).filter(({ result }) => result === 'USER_DISABLED')
    assert.deepEqual(
      rows.map(({ user_id, subject, actor }) => [user_id, subject, actor]),
      [[amy.userId, phoneElement, 'anonymous']],
    )
  })

  test('has a number and devices that count as a stranger’s, as far as limits keep a part for others', async (t) => {
    const opened = await openTestApp(t)
    const device = { key: 'dt:amy' }
    const view = anonymous(opened, { device })
    const amy = await signUp(opened, amysPhone, view)
    const sends = async () => {
      opened.clock.advance(86_400_000)
      for (let sent = 0; ; sent += 1) {
        opened.clock.advance(45_000)
        try {
          await phoneOf(view).sendMessage(amysPhone)
        } catch (error) {
          assert.match(String(error), /SEND_LIMIT_REACHED/)
          return sent
        }
      }
    }
    assert.equal(await sends(), 5)
    await setStatus(opened, amy.userId, 'disabled')
    assert.equal(await sends(), 3)
    await setStatus(opened, amy.userId, 'active')
    assert.equal(await sends(), 5)
  })

  test('has no living session: what needs a recent login is LOGIN_REQUIRED, whatever the code', async (t) => {
    const amy = await disabled(await openTestApp(t))
    for (const call of [
      () => amy.phone.bind(amy.userId, bobsPhone, '1'),
      () => amy.phone.unbind(amy.userId, '1'),
      () => amy.phone.updatePhone(amy.userId, 'none', bobsPhone, '1'),
    ])
      await assert.rejects(call(), refusal('LOGIN_REQUIRED'))
  })
})
