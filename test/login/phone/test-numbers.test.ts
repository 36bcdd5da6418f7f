/** `testNumbers`: spec 2, configuration; spec 6, A55. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatFault } from '../../../src/elements/fault.ts'
import { openTestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { turningClock } from '../../support/turning-clock.ts'
import { amysPhone, anonymous, audited, authOf, phoneOf, signedIn } from './phone-people.ts'
import { recordingSms } from './recording-sms.ts'

const expires = '2027-01-31'
const testNumbers = {
  '12345678901': { code: '123456', expires },
  '+86 110-1234-5678': { code: '654321', expires },
  [amysPhone]: { code: '000123', expires: '2027-01-31T12:00:00Z' },
}
const at = (time: string) => turningClock(Date.parse(time))
const january = '2027-01-10T08:00:00Z'

const app = () => recordingSms({ login: { testNumbers } })

describe('spec 2, testNumbers', () => {
  for (const [number, code] of [
    ['12345678901', '123456'],
    ['11012345678', '654321'],
    ['+86 11012345678', '654321'],
    [amysPhone, '000123'],
  ] as const)
    test(`${number} gets its code and no SMS, also where the metadata calls it invalid`, async (t) => {
      const sms = app()
      const opened = await openTestApp(t, { elements: sms.elements, clock: at(january) })
      const phone = phoneOf(anonymous(opened))
      await phone.sendMessage(number)
      await assert.rejects(phone.register(number, '999999', 'Tester'), refusal('CODE_ERROR'))
      const user = await phone.register(number, code, 'Tester')
      assert.match(user.phone.value ?? '', /^\+861/)
      assert.deepEqual(sms.sent, [])
    })

  test('off unless configured: A55', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    await assert.rejects(phone.sendMessage('12345678901'), refusal('PHONE_INVALID'))
    await phone.sendMessage(amysPhone)
    for (const code of ['123456', '000000', '888888', '666666', '654321'])
      await assert.rejects(phone.register(amysPhone, code, 'Eve'), refusal('CODE_ERROR'))
  })

  test('without a send there is no code', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const register = phoneOf(anonymous(opened)).register('12345678901', '123456', 'Eve')
    await assert.rejects(register, refusal('CODE_EXPIRED'))
  })

  test('the interval, the hour, the life and the deletion on success hold', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const phone = phoneOf(anonymous(opened))
    await phone.sendMessage('12345678901')
    await assert.rejects(phone.sendMessage('12345678901'), refusal('SEND_TOO_FREQUENT', 45))
    await phone.register('12345678901', '123456', 'Tester')
    await assert.rejects(phone.getLoginCode('12345678901', '123456'), refusal('CODE_EXPIRED'))
    opened.clock.advance(45_000)
    await phone.sendMessage('12345678901')
    opened.clock.advance(300_000)
    await assert.rejects(phone.getLoginCode('12345678901', '123456'), refusal('CODE_EXPIRED'))
    await phone.sendMessage('12345678901')
    opened.clock.advance(45_000)
    await assert.rejects(phone.sendMessage('12345678901'), refusal('SEND_LIMIT_REACHED'))
  })

  test('five wrong guesses burn its code', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const phone = phoneOf(anonymous(opened))
    await phone.sendMessage('12345678901')
    for (let i = 0; i < 5; i += 1)
      await assert.rejects(phone.register('12345678901', '999999', 'Eve'), refusal('CODE_ERROR'))
    await assert.rejects(phone.register('12345678901', '123456', 'Eve'), refusal('CODE_EXPIRED'))
  })

  for (const [time, isOn] of [
    ['2027-01-31T23:59:59.999Z', true],
    ['2027-02-01T00:00:00.000Z', false],
  ] as const)
    test(`a day counts to its end: at ${time} it is ${isOn ? 'on' : 'off'}`, async (t) => {
      const opened = await openTestApp(t, { elements: app().elements, clock: at(time) })
      const send = phoneOf(anonymous(opened)).sendMessage('12345678901')
      if (isOn) await send
      else await assert.rejects(send, refusal('PHONE_INVALID'))
    })

  test('a real number is an ordinary one again at the moment that its entry expires', async (t) => {
    const sms = app()
    const opened = await openTestApp(t, { elements: sms.elements, clock: at('2027-01-31T12:00:00Z') })
    await phoneOf(anonymous(opened)).sendMessage(amysPhone)
    assert.equal(sms.sent.length, 1)
  })

  test('each use is audited: the send and the right code', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const phone = phoneOf(anonymous(opened))
    await phone.sendMessage('12345678901')
    await phone.register('12345678901', '123456', 'Tester')
    for (const action of ['code.send-test', 'code.use-test']) {
      const [record] = await audited(opened, action)
      assert.equal(record?.subject, '+86123****8901', action)
    }
    assert.deepEqual(await audited(opened, 'code.send'), [])
  })

  test('an old number that is a test number is told nothing by SMS', async (t) => {
    const sms = app()
    const opened = await openTestApp(t, { elements: sms.elements, clock: at(january) })
    const nobody = phoneOf(anonymous(opened))
    await nobody.sendMessage('12345678901')
    const { userId } = await nobody.register('12345678901', '123456', 'Tester')
    const { phone: own } = await signedIn(opened, userId.value)
    opened.clock.advance(45_000)
    await own.sendMessage('12345678901')
    const { ticket } = await own.checkMyMessage('123456')
    await own.sendMessage('11012345678')
    await own.updatePhone(userId.value, ticket, '11012345678', '654321')
    assert.deepEqual(sms.sent, [])
  })

  test('the start warns of each', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const warned = opened.warnings.map(formatFault).filter((line) => line.includes('/testNumbers/'))
    assert.equal(warned.length, 3)
    assert.match(warned.join('\n'), /fixed code and no SMS until 2027-01-31/)
    assert.doesNotMatch(warned.join('\n'), /123456\b|654321|000123/)
  })

  test('a test number of a country that is not allowed does not pass', async (t) => {
    const numbers = { '+33612345678': { code: '123456', expires } }
    const elements = recordingSms({ login: { testNumbers: numbers } }).elements
    const opened = await openTestApp(t, { elements, clock: at(january) })
    await assert.rejects(
      phoneOf(anonymous(opened)).sendMessage('+33612345678'),
      refusal('PHONE_COUNTRY_NOT_ALLOWED'),
    )
  })

  test('a user with one logs in as any user does', async (t) => {
    const opened = await openTestApp(t, { elements: app().elements, clock: at(january) })
    const phone = phoneOf(anonymous(opened))
    await phone.sendMessage('12345678901')
    const { userId } = await phone.register('12345678901', '123456', 'Tester')
    opened.clock.advance(45_000)
    await phone.sendMessage('12345678901')
    const { loginCode } = await phone.getLoginCode('12345678901', '123456')
    assert.equal((await authOf(anonymous(opened)).loginByCode(loginCode)).userId, userId.value)
  })
})
