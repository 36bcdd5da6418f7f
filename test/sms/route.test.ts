/** `SMS.Route`: country rules and failover (spec 4, rules 3 and 4). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { smsFailures } from '../../src/sms/sms-service.ts'
import { amysPhone, anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import { messageRows } from './message-rows.ts'
import { perhaps, type Recorded, recordingServices, unsent } from './recording-services.ts'

const american = '+14155552671'

async function openRoute(t: TestContext, recorded: Recorded = {}) {
  const sms = recordingServices(recorded)
  const opened = await openTestApp(t, { elements: sms.elements })
  const send = (phone = amysPhone) => phoneOf(anonymous(opened)).sendMessage(phone)
  return { ...opened, sms, send }
}

describe('SMS.Route: which service', () => {
  test('the rules that name the country, then the fallback, each service once', async (t) => {
    const rules = [
      { countries: ['US', 'GB'], service: 'SMS.b' },
      { countries: ['CN'], service: 'SMS.c' },
      { countries: ['US'], service: 'SMS.c' },
    ]
    const { sms, send } = await openRoute(t, { route: { rules, fallback: ['SMS.a', 'SMS.c'] } })
    for (const service of ['SMS.a', 'SMS.b', 'SMS.c']) sms.answer(service, () => unsent())
    await assert.rejects(send(), refusal('SMS_SEND_FAILED'))
    assert.deepEqual(sms.asked(), ['SMS.c', 'SMS.a'])
    await assert.rejects(send(american), refusal('SMS_SEND_FAILED'))
    assert.deepEqual(sms.asked(), ['SMS.b', 'SMS.c', 'SMS.a'])
    await assert.rejects(send('+447400123456'), refusal('SMS_SEND_FAILED'))
    assert.deepEqual(sms.asked(), ['SMS.b', 'SMS.a', 'SMS.c'])
  })

  test('a route in a route, and a service passed over that does not serve the country', async (t) => {
    const sms = recordingServices({
      services: { 'SMS.a': { countries: ['CN'] }, 'SMS.b': {}, 'SMS.c': {} },
      route: { fallback: ['SMS.inner', 'SMS.c'] },
    })
    const inner = { type: 'SMS.Route', config: { fallback: ['SMS.a', 'SMS.b'] } }
    const opened = await openTestApp(t, { elements: { ...sms.elements, 'SMS.inner': inner } })
    const send = (phone: string) => phoneOf(anonymous(opened)).sendMessage(phone)
    await send(amysPhone)
    await send(american)
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.b'])
  })

  test('called as an element it takes the same way, with a result for every number', async (t) => {
    const { app, sms } = await openRoute(t)
    sms.answer('SMS.a', ({ phone }) => (phone === american ? unsent() : { messageId: 'm', accepted: true }))
    const route = app.getElement('SMS.route')
    const phones = [american, '+8613800138000']
    const results = (await route.sendMessage?.(phones, { code: '123456' })) as {
      phone: string
      messageId: string
    }[]
    assert.deepEqual(
      results.map(({ phone, messageId }) => [phone, messageId.slice(0, 5)]),
      [
        [american, 'SMS.b'],
        ['+8613800138000', 'm'],
      ],
    )
  })
})

describe('spec 4 rule 4: failover', () => {
  const goOn = ['UNAVAILABLE', 'RATE_LIMITED', 'AUTH_FAILED', 'INSUFFICIENT_FUNDS', 'TIMEOUT']

  for (const reason of smsFailures)
    test(`not sent, ${reason}: ${goOn.includes(reason) ? 'the next service has the same code' : 'the end'}`, async (t) => {
      const opened = await openRoute(t)
      const { sms, send } = opened
      sms.answer('SMS.a', () => unsent(reason))
      if (goOn.includes(reason)) await send()
      else await assert.rejects(send(), refusal('SMS_SEND_FAILED'))
      const [first, second] = sms.sent
      assert.deepEqual(
        sms.sent.map(({ service }) => service),
        goOn.includes(reason) ? ['SMS.a', 'SMS.b'] : ['SMS.a'],
      )
      if (second !== undefined) assert.deepEqual(second.params, first?.params)
      const rows = (await messageRows(opened)).map(({ element, state, reason: why }) => [element, state, why])
      const expected = [
        ['SMS.a', 'undelivered', reason],
        ['SMS.b', 'sent', null],
      ]
      assert.deepEqual(rows.toSorted(), goOn.includes(reason) ? expected : expected.slice(0, 1))
    })

  for (const reason of smsFailures)
    test(`perhaps sent, ${reason}: never a second service`, async (t) => {
      const { sms, send } = await openRoute(t)
      sms.answer('SMS.a', () => perhaps(reason))
      await assert.rejects(send(), refusal('SMS_SEND_FAILED', 45))
      assert.deepEqual(sms.asked(), ['SMS.a'])
      await assert.rejects(send(), refusal('SEND_TOO_FREQUENT', 45))
      assert.deepEqual(sms.asked(), [])
    })

  test('a service that throws, or answers neither yes nor no: perhaps sent', async (t) => {
    const { sms, send, clock } = await openRoute(t)
    sms.answer('SMS.a', () => {
      throw new Error('broken')
    })
    await assert.rejects(send(), refusal('SMS_SEND_FAILED', 45))
    clock.advance(45_000)
    sms.answer('SMS.a', () => ({ accepted: 'perhaps' as never }))
    await assert.rejects(send(), refusal('SMS_SEND_FAILED', 45))
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.a'])
  })

  test('nobody took it: it may be asked for again at once', async (t) => {
    const { sms, send } = await openRoute(t)
    for (const service of ['SMS.a', 'SMS.b', 'SMS.c']) sms.answer(service, () => unsent())
    await assert.rejects(send(), refusal('SMS_SEND_FAILED'))
    sms.heal('SMS.c')
    await send()
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.b', 'SMS.c', 'SMS.a', 'SMS.b', 'SMS.c'])
  })

  test('rule 3: after the deadline of 5 s no further service is begun', async (t) => {
    const { sms, send, clock } = await openRoute(t)
    const slow = (ms: number) => () => {
      clock.advance(ms)
      return unsent('TIMEOUT')
    }
    sms.answer('SMS.a', slow(4_500))
    sms.answer('SMS.b', slow(4_500))
    await assert.rejects(send(), refusal('SMS_SEND_FAILED'))
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.b'])
    sms.answer('SMS.a', slow(5_000))
    await assert.rejects(send(american), refusal('SMS_SEND_FAILED'))
    assert.deepEqual(sms.asked(), ['SMS.a'])
  })
})
