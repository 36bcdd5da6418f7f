/** Limits of the vendors are ours (spec 4, rule 5): what the vendor would refuse is refused first, and costs nothing. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { AliyunType } from '../../src/sms/services/aliyun.ts'
import { amysPhone, anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import { perhaps, type Recorded, recordingServices, unsent } from './recording-services.ts'

const minute = 60_000
const hour = 60 * minute
const american = '+14155552671'

/** As Alibaba Cloud declares it. */
const mainland = `static override readonly limits = ${JSON.stringify(AliyunType.limits)}`
const loose = { limits: { number: { hour: 50, day: 50 } } }

async function openLimited(t: TestContext, recorded: Recorded = {}) {
  const sms = recordingServices({ statics: mainland, ...recorded })
  const opened = await openTestApp(t, { elements: sms.elements })
  const send = (phone = amysPhone) => phoneOf(anonymous(opened)).sendMessage(phone)
  return { ...opened, sms, send }
}

const direct = { login: { smsFullName: 'SMS.a', ...loose } }

test('Alibaba Cloud: 1 a minute, 5 an hour, 10 a day, in mainland China', () => {
  assert.deepEqual(AliyunType.limits, [
    {
      countries: ['CN'],
      windows: [
        { seconds: 60, max: 1 },
        { seconds: 3600, max: 5 },
        { seconds: 86_400, max: 10 },
      ],
    },
  ])
})

describe('spec 4 rule 5: a login that names the service', () => {
  test('a minute between two, 5 an hour, 10 a day; with the seconds left, and the service is not asked', async (t) => {
    const { sms, send, clock } = await openLimited(t, direct)
    const times = async (count: number) => {
      for (let i = 0; i < count; i += 1) {
        await send()
        clock.advance(minute)
      }
    }
    await send()
    clock.advance(45_000)
    await assert.rejects(send(), refusal('SEND_TOO_FREQUENT', 15))
    clock.advance(15_000)
    await times(4)
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED', 3600 - 5 * 60))
    clock.advance(hour - 5 * minute)
    await times(5)
    clock.advance(hour)
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED', 86_400 - 2 * 3600 - 5 * 60))
    assert.equal(sms.asked().length, 10)
  })

  test('other countries, numbers and signatures have limits of their own or none', async (t) => {
    const sms = recordingServices({ statics: mainland, ...direct })
    const second = {
      type: 'auths.loginTypes.PhoneType',
      config: { smsFullName: 'SMS.a', smsConfig: { verifySign: 'Other' }, resendInterval: 1, ...loose },
    }
    const same = {
      type: 'auths.loginTypes.PhoneType',
      config: { smsFullName: 'SMS.b', resendInterval: 1, ...loose },
    }
    const opened = await openTestApp(t, {
      elements: { ...sms.elements, 'auths.loginTypes.second': second, 'auths.loginTypes.same': same },
    })
    const send = (phone: string, login?: string) => phoneOf(anonymous(opened), login).sendMessage(phone)
    for (let i = 0; i < 6; i += 1) {
      await send(american)
      opened.clock.advance(45_000)
    }
    for (let i = 0; i < 5; i += 1) {
      await send(amysPhone)
      opened.clock.advance(minute)
    }
    await assert.rejects(send(amysPhone), refusal('SEND_LIMIT_REACHED'))
    await assert.rejects(send(amysPhone, 'auths.loginTypes.same'), refusal('SEND_LIMIT_REACHED'))
    await send(amysPhone, 'auths.loginTypes.second')
  })

  test('a refusal costs nothing: the code before it stays right, and no limit has counted it', async (t) => {
    const opened = await openLimited(t, direct)
    const { sms, send, clock } = opened
    for (let i = 0; i < 4; i += 1) {
      await send()
      clock.advance(minute)
    }
    await send()
    const code = sms.sent.at(-1)?.params.code ?? assert.fail('a code')
    clock.advance(minute)
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED'))
    assert.ok(await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy'))
  })

  test('what was not sent is not counted; what is perhaps sent is', async (t) => {
    const { sms, send, clock } = await openLimited(t, direct)
    sms.answer('SMS.a', () => unsent())
    for (let i = 0; i < 8; i += 1) await assert.rejects(send(), refusal('SMS_SEND_FAILED'))
    sms.answer('SMS.a', () => perhaps())
    for (let i = 0; i < 5; i += 1) {
      await assert.rejects(send(), refusal('SMS_SEND_FAILED', 60))
      clock.advance(minute)
    }
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED'))
  })

  test('of 100 sends at the same time, over two processes, one goes out', async (t) => {
    const first = await openLimited(t, { login: { smsFullName: 'SMS.a', resendInterval: 1, ...loose } })
    const second = await openTestApp(t, {
      elements: first.sms.elements,
      data: first.data,
      clock: first.clock,
    })
    const all = Array.from({ length: 100 }, (_, i) =>
      phoneOf(anonymous(i % 2 ? first : second)).sendMessage(amysPhone),
    )
    const results = await Promise.allSettled(all)
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal(first.sms.asked().length, 1)
  })
})

describe('spec 4 rule 5: a route', () => {
  const services = {
    'SMS.a': { verifySign: 'A' },
    'SMS.b': { verifySign: 'B' },
    'SMS.c': { verifySign: 'A' },
  }
  const login = { ...loose, resendInterval: 1 }

  test('goes on past a service at its limit; with all of them there, the seconds left', async (t) => {
    const { sms, send, clock } = await openLimited(t, { services, login })
    await send()
    clock.advance(20_000)
    await send()
    clock.advance(20_000)
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED', 20))
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.b'])
    clock.advance(20_000)
    await send()
    assert.deepEqual(sms.asked(), ['SMS.a'])
  })

  test('with all of them there a refusal costs nothing: the code stays right, no limit has counted it', async (t) => {
    const few = {
      limits: { number: { hour: 3, day: 3, unknownDevices: { hour: 1, day: 1 } } },
      resendInterval: 1,
    }
    const opened = await openLimited(t, { services, login: few })
    const { sms, send, clock } = opened
    await send()
    clock.advance(2_000)
    await send()
    const code = sms.sent.at(-1)?.params.code ?? assert.fail('a code')
    for (let i = 0; i < 5; i += 1) {
      clock.advance(2_000)
      await assert.rejects(send(), refusal('SEND_LIMIT_REACHED', 58 - 2 * (i + 1)))
    }
    await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
    clock.advance(minute)
    await send()
    clock.advance(minute)
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED'))
    assert.equal(sms.asked().length, 3)
  })

  test('with one there and the others passed over for failures the code before stays right, too', async (t) => {
    const opened = await openLimited(t, { services, login })
    const { sms, send, clock } = opened
    await send()
    const first = sms.sent.at(-1)?.params.code ?? assert.fail('a code')
    sms.answer('SMS.b', () => unsent())
    for (let i = 0; i < 5; i += 1) {
      clock.advance(1_000)
      const failing = `1380013810${i}`
      await send(failing)
      await assert.rejects(send(failing), refusal('SEND_TOO_FREQUENT'))
      clock.advance(1_000)
      await assert.rejects(send(failing), refusal('SMS_SEND_FAILED'))
    }
    sms.asked()
    await assert.rejects(send(), refusal('SEND_LIMIT_REACHED', 50))
    assert.deepEqual(sms.asked(), [])
    await phoneOf(anonymous(opened)).register(amysPhone, first, 'Amy')
  })

  test('with all of them passed over the code before stays right, and the number may be sent to at once', async (t) => {
    const only = { fallback: ['SMS.a'] }
    for (const route of [only, { fallback: ['SMS.a', 'SMS.b'] }]) {
      const opened = await openLimited(t, { statics: '', services, route, login: { resendInterval: 45 } })
      const { sms, send, clock } = opened
      await send()
      const first = sms.sent.at(-1)?.params.code ?? assert.fail('a code')
      for (const service of route.fallback) sms.answer(service, () => unsent())
      for (let i = 0; i < 5; i += 1) await assert.rejects(send(`1380013810${i}`), refusal('SMS_SEND_FAILED'))
      sms.asked()
      clock.advance(29_000)
      for (let i = 0; i < 2; i += 1) await assert.rejects(send('13800138200'), refusal('SMS_SEND_FAILED'))
      assert.deepEqual(sms.asked(), [])
      clock.advance(500)
      await phoneOf(anonymous(opened)).register(amysPhone, first, 'Amy')
      clock.advance(500)
      for (const service of route.fallback) sms.heal(service)
      await send('13800138200')
      assert.deepEqual(sms.asked(), ['SMS.a'])
    }
  })

  test('what a service did not take is not counted for it', async (t) => {
    const { sms, send, clock } = await openLimited(t, { services, login })
    sms.answer('SMS.a', () => unsent())
    await send()
    clock.advance(1_000)
    sms.heal('SMS.a')
    await send()
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.b', 'SMS.a'])
  })

  test('with one service for the country its minute goes before resendInterval', async (t) => {
    const rules = [{ countries: ['CN'], service: 'SMS.a' }]
    const fallback = ['SMS.usOnly']
    const sms = recordingServices({
      statics: mainland,
      services: { 'SMS.a': {}, 'SMS.usOnly': { countries: ['US', 'GB'] } },
      route: { rules, fallback },
    })
    const opened = await openTestApp(t, { elements: sms.elements })
    const send = () => phoneOf(anonymous(opened)).sendMessage(amysPhone)
    await send()
    await assert.rejects(send(), refusal('SEND_TOO_FREQUENT', 60))
  })
})
