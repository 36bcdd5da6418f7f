/** The `limits` of a phone login: spec 2, configuration; spec 4, rule 6. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import type { CallContext } from '../../../src/elements/caller.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import { amysPhone, anonymous, phoneOf } from './phone-people.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const chinese = (index: number) => `139${String(index).padStart(8, '0')}`
const american = (index: number) => `+1201555${String(index).padStart(4, '0')}`

const limited = (limits: object) => ({ 'auths.loginTypes.phone': { config: { limits } } })

/** Sends to fresh numbers, one after the other. */
async function sendMany(
  opened: TestApp,
  count: number,
  call: Partial<CallContext>,
  first = 0,
): Promise<void> {
  const phone = phoneOf(anonymous(opened, call))
  for (let i = 0; i < count; i += 1) await phone.sendMessage(chinese(first + i))
}

describe('spec 4 rule 6: limits of sending, as they are without configuration', () => {
  test('a number gets 5 messages an hour: the sixth at exactly an hour after the first', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(opened.app)
    for (let i = 0; i < 5; i += 1) {
      await sendMessage(amysPhone)
      opened.clock.advance(45_000)
    }
    const leftMs = hourMs - 5 * 45_000
    await assert.rejects(sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED', leftMs / 1000))
    opened.clock.advance(leftMs - 1)
    await assert.rejects(sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED', 1))
    opened.clock.advance(1)
    await sendMessage(amysPhone)
  })

  test('a number gets 10 messages a day', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(opened.app)
    for (let i = 0; i < 10; i += 1) {
      await sendMessage(amysPhone)
      opened.clock.advance(hourMs)
    }
    await assert.rejects(sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED', (dayMs - 10 * hourMs) / 1000))
    opened.clock.advance(dayMs - 10 * hourMs)
    await sendMessage(amysPhone)
  })

  test('A54: an address sends 60 an hour, of any number of parallel sends', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened, { address: '198.51.100.7' }))
    const sends = await atOnce(90, (i) => phone.sendMessage(chinese(i)))
    assert.deepEqual(sends, { ok: 60, SEND_LIMIT_REACHED: 30 })
    await phoneOf(anonymous(opened, { address: '198.51.100.8' })).sendMessage(chinese(90))
  })

  test('an address sends 300 a day', async (t) => {
    const opened = await openTestApp(t, { elements: limited({ prefix: { conversion: 0 } }) })
    const call = { address: '198.51.100.7' }
    for (let hour = 0; hour < 5; hour += 1) {
      await sendMany(opened, 60, call, hour * 60)
      opened.clock.advance(1.1 * hourMs)
    }
    await assert.rejects(sendMany(opened, 1, call, 300), refusal('SEND_LIMIT_REACHED'))
    opened.clock.advance(dayMs)
    await sendMany(opened, 1, call, 300)
  })

  test('A54: a device sends 10 an hour and 50 a day', async (t) => {
    const opened = await openTestApp(t)
    const call = { device: { key: 'dt:one' } }
    const phone = phoneOf(anonymous(opened, call))
    for (let hour = 0; hour < 5; hour += 1) {
      const sends = await atOnce(20, (i) => phone.sendMessage(chinese(hour * 20 + i)))
      assert.deepEqual(sends, { ok: 10, SEND_LIMIT_REACHED: 10 })
      opened.clock.advance(hourMs)
    }
    await assert.rejects(sendMany(opened, 1, call, 100), refusal('SEND_LIMIT_REACHED'))
    await sendMany(opened, 1, { device: { key: 'dt:other' } }, 101)
  })

  test('A54: a country outside the default one gets 350 of its 500 a day to strangers, the default one any number', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(opened.app)
    assert.deepEqual(await atOnce(510, (i) => sendMessage(american(i))), { ok: 350, SEND_LIMIT_REACHED: 160 })
    assert.deepEqual(await atOnce(510, (i) => sendMessage(chinese(i))), { ok: 510 })
    await sendMessage('+447400123456')
  })
})

describe('spec 4 rule 6: limits as they are configured', () => {
  test('any part may be given, the others keep their defaults', async (t) => {
    const opened = await openTestApp(t, {
      elements: limited({ number: { hour: 2 }, country: { day: 3, keptForKnown: 0 } }),
    })
    const { sendMessage } = phoneOf(opened.app)
    for (let i = 0; i < 2; i += 1) {
      await sendMessage(amysPhone)
      opened.clock.advance(45_000)
    }
    await assert.rejects(sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED'))
    assert.deepEqual(await atOnce(10, (i) => sendMessage(american(i))), { ok: 3, SEND_LIMIT_REACHED: 7 })
  })

  for (const [seconds, goesOut] of [
    [59, false],
    [60, true],
    [61, true],
  ] as const)
    test(`A63: with an interval of a minute a message after ${seconds} s ${goesOut ? 'goes out' : 'does not'}`, async (t) => {
      const elements = { 'auths.loginTypes.phone': { config: { resendInterval: 60 } } }
      const opened = await openTestApp(t, { elements })
      const { sendMessage } = phoneOf(opened.app)
      await sendMessage(amysPhone)
      opened.clock.advance(seconds * 1000)
      if (goesOut) await sendMessage(amysPhone)
      else await assert.rejects(sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT', 60 - seconds))
    })

  test('a message that one limit refuses counts in none', async (t) => {
    const opened = await openTestApp(t, { elements: limited({ device: { hour: 1 } }) })
    const busy = { device: { key: 'dt:busy' } }
    await sendMany(opened, 1, busy)
    await assert.rejects(sendMany(opened, 1, busy, 7), refusal('SEND_LIMIT_REACHED'))
    await sendMany(opened, 1, {}, 7)
  })

  test('N2: the address is told before the number', async (t) => {
    const opened = await openTestApp(t, { elements: limited({ address: { hour: 1 } }) })
    const call = { address: '203.0.113.1' }
    await sendMany(opened, 1, call)
    await assert.rejects(sendMany(opened, 1, call), refusal('SEND_LIMIT_REACHED'))
  })

  test('A01: addresses of one /64 and spellings of one address share a bucket', async (t) => {
    const opened = await openTestApp(t, { elements: limited({ address: { hour: 1 } }) })
    for (const [index, [first, second]] of [
      ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
      ['2001:DB8:0:3::1', '2001:0db8:0000:0003::2'],
      ['198.51.100.1', '::ffff:198.51.100.1'],
      ['::ffff:198.51.100.2', '::ffff:c633:6402'],
    ].entries()) {
      await sendMany(opened, 1, { address: first ?? '' }, 2 * index)
      await assert.rejects(
        sendMany(opened, 1, { address: second ?? '' }, 2 * index + 1),
        refusal('SEND_LIMIT_REACHED'),
      )
    }
    await sendMany(opened, 1, { address: '2001:db8:1:3::1' }, 100)
  })

  test('A68: everything that a send and a failure leave behind has an expiry', async (t) => {
    const opened = await openTestApp(t, { databaseUrl: undefined })
    const call = { address: '198.51.100.7', device: { key: 'dt:one' } }
    await phoneOf(anonymous(opened, call)).sendMessage('+12015550123')
    await assert.rejects(
      phoneOf(anonymous(opened, call)).getLoginCode('+12015550123', '000000'),
      refusal('CODE_ERROR'),
    )
    opened.clock.advance(91 * dayMs)
    await opened.rooms.ephemeral.sweep()
    const file = new DatabaseSync(`${opened.data}/ephemeral.sqlite`)
    t.after(() => file.close())
    assert.deepEqual(file.prepare('select key from facts union all select key from lists').all(), [])
  })
})
