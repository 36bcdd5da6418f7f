/** `sendMessage`: spec 2, rule 1; spec 4, rule 3. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import { amysPhone, anonymous, audited, codeFor, newestCode, phoneOf } from './phone-people.ts'
import { accepted, newestSent, notSent, perhapsSent, recordingSms } from './recording-sms.ts'

describe('spec 2 rule 1: one send per number per interval', () => {
  for (const [seconds, left] of [
    [44, 1],
    [45, 0],
    [46, 0],
  ] as const)
    test(`A63: a second message after ${seconds} s ${left === 0 ? 'goes out' : 'is refused'}`, async (t) => {
      const opened = await openTestApp(t)
      const phone = phoneOf(anonymous(opened))
      assert.deepEqual(await phone.sendMessage(amysPhone), { code: 200, message: 'success' })
      opened.clock.advance(seconds * 1000)
      if (left > 0) await assert.rejects(phone.sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT', left))
      else await phone.sendMessage(amysPhone)
      assert.equal((await opened.app.inbox(amysPhone)).length, left > 0 ? 1 : 2)
    })

  test('the refusal names itself and the seconds that are left, in both languages', async (t) => {
    const opened = await openTestApp(t)
    await phoneOf(opened.app).sendMessage(amysPhone)
    opened.clock.advance(15_000)
    await assert.rejects(
      phoneOf(opened.app).sendMessage(amysPhone),
      /^Refusal: SEND_TOO_FREQUENT: Sending frequency too high, please try again later \(30 s\)$/,
    )
    await assert.rejects(
      phoneOf(opened.app.with({ language: 'zh' })).sendMessage(amysPhone),
      /发送频率过快，请稍后再试/,
    )
  })

  test('of 100 parallel sends exactly one SMS goes out', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const phone = phoneOf(anonymous(opened))
    assert.deepEqual(await atOnce(100, () => phone.sendMessage(amysPhone)), { ok: 1, SEND_TOO_FREQUENT: 99 })
    assert.deepEqual(
      sms.sent.map(({ phone }) => phone),
      ['+8613800138000'],
    )
  })

  test('of 100 parallel sends on two processes exactly one SMS goes out', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const second = await openTestApp(t, {
      elements: sms.elements,
      data: opened.data,
      clock: opened.clock,
    })
    const phones = [phoneOf(anonymous(opened)), phoneOf(anonymous(second))] as const
    await atOnce(100, (i) => phones[i % 2 === 0 ? 0 : 1].sendMessage(amysPhone))
    assert.equal(sms.sent.length, 1)
  })

  test('of 100 parallel sends through the console one is in the inbox', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    await atOnce(100, () => phone.sendMessage(amysPhone))
    assert.equal((await opened.app.inbox()).length, 1)
  })

  test('parallel sends of several purposes and callers share the interval of the number', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const views = [opened.app, anonymous(opened), opened.app.as({ userId: 'u', sessionId: 's' })]
    await atOnce(30, (i) => phoneOf(views[i % 3] ?? opened.app).sendMessage(amysPhone))
    assert.equal(sms.sent.length, 1)
  })

  test('two numbers do not wait for each other', async (t) => {
    const opened = await openTestApp(t)
    await codeFor(opened, amysPhone)
    await codeFor(opened, '13900139000')
  })

  test('the interval is the larger of the configured one and the service’s own', async (t) => {
    for (const [own, configured, effective] of [
      [60, 45, 60],
      [30, 45, 45],
      [60, 90, 90],
    ] as const) {
      const sms = recordingSms({ intervalSeconds: own, login: { resendInterval: configured } })
      const opened = await openTestApp(t, { elements: sms.elements })
      const { sendMessage } = phoneOf(opened.app)
      await sendMessage(amysPhone)
      opened.clock.advance((effective - 1) * 1000)
      await assert.rejects(sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT', 1))
      opened.clock.advance(1_000)
      await sendMessage(amysPhone)
      await opened.close()
    }
  })

  test('the message carries code, minutes, purpose and language, and the login type’s template', async (t) => {
    const smsConfig = { verifyTemplateCode: 'SMS_123456789', verifySign: 'Acme' }
    const sms = recordingSms({ login: { smsConfig, codeTtl: 90, codeLength: 8 } })
    const opened = await openTestApp(t, { elements: sms.elements })
    await phoneOf(anonymous(opened, { language: 'zh' })).sendMessage(amysPhone)
    const { code = '', ...rest } = sms.sent[0]?.params ?? {}
    assert.match(code, /^\d{8}$/)
    assert.deepEqual(rest, { minutes: 2, purpose: 'login', language: 'zh' })
    assert.deepEqual(sms.sent[0]?.options, smsConfig)
  })
})

describe('spec 2 rule 1: a provider that fails', () => {
  test('not sent: the caller may try again at once, and the code is dead', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const phone = phoneOf(anonymous(opened))
    sms.answer(notSent)
    await assert.rejects(phone.sendMessage(amysPhone), (error: Error & { details: object }) => {
      assert.deepEqual(error.details, {})
      return refusal('SMS_SEND_FAILED')(error)
    })
    await assert.rejects(phone.getLoginCode(amysPhone, newestSent(sms)), refusal('CODE_EXPIRED'))
    sms.answer(accepted)
    await phone.sendMessage(amysPhone)
    assert.equal(sms.sent.length, 2)
  })

  test('not sent: the try still counts for the hour', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const phone = phoneOf(anonymous(opened))
    sms.answer(notSent)
    for (let i = 0; i < 3; i += 1)
      await assert.rejects(phone.sendMessage(amysPhone), refusal('SMS_SEND_FAILED'))
    await assert.rejects(phone.sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED', 3600))
    assert.equal(sms.sent.length, 3)
  })

  test('perhaps sent: the claim stays, the seconds left are told, and the code works', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const phone = phoneOf(anonymous(opened))
    sms.answer((message) => {
      opened.clock.advance(5_000)
      return perhapsSent(message)
    })
    await assert.rejects(phone.sendMessage(amysPhone), refusal('SMS_SEND_FAILED', 40))
    await assert.rejects(phone.sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT', 40))
    assert.equal(sms.sent.length, 1)
    await phone.register(amysPhone, newestSent(sms), 'Amy')
  })

  for (const [what, answer] of [
    ['throws', () => assert.fail('no vendor today')],
    ['answers with nothing', () => undefined],
    ['answers with a text', () => 'OK'],
    ['answers with an empty object', () => ({})],
    ['answers with a yes that is none', ({ phone }) => ({ phone, messageId: 'm', accepted: 'false' })],
  ] as [string, Parameters<ReturnType<typeof recordingSms>['answer']>[0]][])
    test(`A51: a service that ${what} counts as perhaps sent`, async (t) => {
      const sms = recordingSms()
      const opened = await openTestApp(t, { elements: sms.elements })
      const phone = phoneOf(anonymous(opened))
      sms.answer(answer)
      await assert.rejects(phone.sendMessage(amysPhone), refusal('SMS_SEND_FAILED', 45))
      await assert.rejects(phone.sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT', 45))
      assert.equal(sms.sent.length, 1)
    })

  test('spec 4 rule 3: a service that never answers is given 5 s', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const asked = Promise.withResolvers<void>()
    sms.answer(() => {
      asked.resolve()
      return new Promise(() => {})
    })
    let settled = false
    const sending = phoneOf(anonymous(opened)).sendMessage(amysPhone)
    const checked = assert.rejects(sending, refusal('SMS_SEND_FAILED', 45)).then(() => {
      settled = true
    })
    await asked.promise
    t.mock.timers.tick(4999)
    await new Promise(setImmediate)
    assert.equal(settled, false)
    t.mock.timers.tick(1)
    await checked
    assert.equal(sms.sent.length, 1)
  })

  test('spec 4 rule 2: the reason is in the audit log and not in the answer', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    sms.answer((message) => ({ ...notSent(message), reason: 'INSUFFICIENT_FUNDS' }))
    await assert.rejects(phoneOf(anonymous(opened)).sendMessage(amysPhone), (error: Error) => {
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), /FUNDS/)
      return refusal('SMS_SEND_FAILED')(error)
    })
    const [record] = await audited(opened, 'code.send')
    assert.equal(record?.result, 'SMS_SEND_FAILED')
    assert.equal(record?.detail, 'INSUFFICIENT_FUNDS')
  })
})

describe('spec 2, sendMessage', () => {
  test('takes Stext, named arguments and a purpose', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(anonymous(opened))
    await sendMessage({ value: '13800138000' })
    await sendMessage({ phone: '13800138001', purpose: 'login' })
    await sendMessage('13800138002', 'login')
    assert.equal((await opened.app.inbox()).length, 3)
  })

  test('API_PARAMS_ERROR names each argument that is wrong', async (t) => {
    const { app } = await openTestApp(t)
    const call = app.callFunction('auths.loginTypes.phone', 'sendMessage', { phon: '1', purpose: 'x' }, true)
    await assert.rejects(call, (error: Error & { details: { arguments: object } }) => {
      assert.deepEqual(Object.keys(error.details.arguments).toSorted(), ['phon', 'phone', 'purpose'])
      return refusal('API_PARAMS_ERROR')(error)
    })
  })

  test('is audited with the masked number and the purpose', async (t) => {
    const opened = await openTestApp(t)
    await codeFor(opened, amysPhone)
    const [record] = await audited(opened, 'code.send')
    assert.equal(record?.subject, '+86138****8000')
    assert.equal(record?.detail, 'login')
    assert.equal(record?.actor, 'anonymous')
  })

  test('rule 3: a new code takes the place of the old one', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const first = await codeFor(opened, amysPhone)
    opened.clock.advance(45_000)
    await phone.sendMessage(amysPhone)
    const second = await newestCode(opened, amysPhone)
    if (first !== second) await assert.rejects(phone.getLoginCode(amysPhone, first), refusal('CODE_ERROR'))
    await phone.register(amysPhone, second, 'Amy')
  })
})
