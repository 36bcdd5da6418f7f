/** The breaker of each service of a route (spec 4, rule 4), over one process and several. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { smsFailures } from '../../src/sms/sms-service.ts'
import { anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { perhaps, type RecordingServices, recordingServices, unsent } from './recording-services.ts'

const second = 1000

/** Numbers that nobody has sent to. */
function strangers(): () => string {
  let next = 0
  return () => `+861390013${String(next++).padStart(4, '0')}`
}

async function openBreaker(t: TestContext) {
  const sms = recordingServices()
  const opened = await openTestApp(t, { elements: sms.elements })
  const other = await openTestApp(t, { elements: sms.elements, data: opened.data, clock: opened.clock })
  const stranger = strangers()
  const told: unknown[] = []
  for (const { rooms } of [opened, other])
    rooms.events.raise = (_tenant, { type, data }) => void told.push([type, ...Object.values(data)])
  const send = (from: TestApp = opened) =>
    phoneOf(anonymous(from))
      .sendMessage(stranger())
      .catch(() => undefined)
  const failTimes = async (times: number, reason: Parameters<typeof unsent>[0] = 'UNAVAILABLE') => {
    sms.answer('SMS.a', () => unsent(reason))
    for (let i = 0; i < times; i += 1) await send()
  }
  return { ...opened, other, sms, send, failTimes, told }
}

const asksFirst = (sms: RecordingServices) => sms.asked().includes('SMS.a')

describe('spec 4 rule 4: the breaker of a service', () => {
  test('5 failures within 30 s pass it over for exactly 30 s, in every process; then one message tries it', async (t) => {
    const { clock, other, sms, send, failTimes, told } = await openBreaker(t)
    await failTimes(4)
    clock.advance(30 * second - 1)
    await send(other)
    assert.deepEqual(told, [['sms.service.down', 'SMS.a', 'UNAVAILABLE']])
    sms.asked()
    clock.advance(30 * second - 1)
    await Promise.all([send(), send(other)])
    assert.deepEqual(sms.asked(), ['SMS.b', 'SMS.b'])
    clock.advance(1)
    await Promise.all([send(), send(other), send(), send(other)])
    assert.equal(sms.asked().filter((service) => service === 'SMS.a').length, 1)
    assert.equal(told.length, 1)
  })

  test('4 failures, or 5 over more than 30 s, do not', async (t) => {
    const { clock, sms, send, failTimes, told } = await openBreaker(t)
    await failTimes(4)
    clock.advance(30 * second)
    await failTimes(4)
    sms.asked()
    await send()
    assert.equal(asksFirst(sms), true)
    assert.equal(told.length, 1, 'the fifth of the second burst opens it')
  })

  test('a try that fails passes it over for 30 s more; one that succeeds closes it, which is told once', async (t) => {
    const { clock, sms, send, failTimes, told } = await openBreaker(t)
    await failTimes(5)
    clock.advance(30 * second)
    await send()
    sms.asked()
    clock.advance(30 * second - 1)
    await send()
    assert.equal(asksFirst(sms), false)
    clock.advance(1)
    sms.heal('SMS.a')
    await send()
    assert.deepEqual(sms.asked(), ['SMS.a'])
    await Promise.all([send(), send()])
    assert.deepEqual(sms.asked(), ['SMS.a', 'SMS.a'])
    assert.deepEqual(told, [
      ['sms.service.down', 'SMS.a', 'UNAVAILABLE'],
      ['sms.service.up', 'SMS.a'],
    ])
    await failTimes(5)
    assert.equal(told.length, 3)
  })

  test('what is perhaps sent counts as a failure of the service', async (t) => {
    const { sms, send, told } = await openBreaker(t)
    sms.answer('SMS.a', () => perhaps())
    for (let i = 0; i < 5; i += 1) await send()
    sms.asked()
    await send()
    assert.deepEqual(sms.asked(), ['SMS.b'])
    assert.deepEqual(told, [['sms.service.down', 'SMS.a', 'TIMEOUT']])
  })

  for (const reason of smsFailures)
    test(`${reason}: ${['INVALID_NUMBER', 'REJECTED', 'RATE_LIMITED'].includes(reason) ? 'tells nothing of the service' : 'counts'}`, async (t) => {
      const { failTimes, told } = await openBreaker(t)
      await failTimes(6, reason)
      const counts = !['INVALID_NUMBER', 'REJECTED', 'RATE_LIMITED'].includes(reason)
      assert.deepEqual(told, counts ? [['sms.service.down', 'SMS.a', reason]] : [])
    })

  test('of failures at the same time one opens it and tells', async (t) => {
    const { other, sms, send, told } = await openBreaker(t)
    sms.answer('SMS.a', () => unsent())
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? send() : send(other))))
    assert.equal(told.length, 1)
  })

  test('every service down: nobody is asked, and nothing was sent', async (t) => {
    const { sms, send } = await openBreaker(t)
    for (const service of ['SMS.a', 'SMS.b', 'SMS.c']) sms.answer(service, () => unsent())
    for (let i = 0; i < 5; i += 1) await send()
    sms.asked()
    await send()
    assert.deepEqual(sms.asked(), [])
  })
})
