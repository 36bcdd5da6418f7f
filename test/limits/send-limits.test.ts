import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import type { Country, E164 } from '../../src/base/phone-number.ts'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import type { Reservation } from '../../src/ephemeral/ephemeral-store.ts'
import {
  intervalWindow,
  limitsOfSend,
  numberLimit,
  type SendLimits,
  type SendSubject,
} from '../../src/limits/send-limits.ts'
import type { SenderTrust } from '../../src/limits/sender-trust.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

/** The defaults of spec 2. */
const limits: SendLimits = {
  number: { hour: 5, day: 10, unknownDevices: { hour: 0.6, day: 0.5 } },
  address: { hour: 60, day: 300 },
  device: { hour: 10, day: 50 },
  country: { day: 500, keptForKnown: 0.3 },
  prefix: { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 },
}

const issued = (key: string) => ({ key, isIssued: true })
const known: SenderTrust = { number: true, device: true }

const amy: SendSubject = {
  tenantId: defaultTenant,
  phone: '+8613800138000' as E164,
  country: 'CN',
  defaultCountry: 'CN',
  intervalSeconds: 45,
  address: '198.51.100.7',
  device: issued('device 1'),
  service: 'SMS.console',
  budget: { daily: 10_000, alertAt: 0.8, keptForKnown: 0.3 },
  vendorLimits: [],
}

const second = 1000
const hour = 3600 * second
const day = 24 * hour

/** A number that nobody has sent to. */
const numberOf = (index: number) => `+86138${String(index).padStart(8, '0')}` as E164

function openLimits(t: TestContext) {
  const clock = turningClock()
  const folder = temporaryFolder(t, () => store.close())
  const store = openSqliteEphemeral(join(folder, 'ephemeral.sqlite'), clock)
  const send = (change: Partial<SendSubject> = {}, trust = known): Promise<Reservation> =>
    store.reserve(limitsOfSend({ ...amy, ...change }, limits, trust))
  return { clock, store, send }
}

/** Sends until one is refused; how many went out, and what refused the next. */
async function sendAll(send: (index: number) => Promise<Reservation>, atMost = 1000) {
  for (let sent = 0; sent < atMost; sent += 1) {
    const result = await send(sent)
    if (!result.granted) return { sent, index: result.index, waitMs: result.retryAfterMs }
  }
  return { sent: atMost, index: -1, waitMs: 0 }
}

describe('spec 2 rule 1: one message to a number in an interval', () => {
  for (const seconds of [45, 60, 300])
    test(`A63: refused at ${seconds - 1} s, granted at ${seconds} s`, async (t) => {
      const { send, clock } = openLimits(t)
      const again = () => send({ intervalSeconds: seconds })
      assert.equal((await again()).granted, true)
      clock.advance((seconds - 1) * second)
      const refused = await again()
      assert.ok(!refused.granted && refused.retryAfterMs === second && refused.window === intervalWindow)
      clock.advance(second)
      assert.equal((await again()).granted, true)
      clock.advance((seconds + 1) * second)
      assert.equal((await again()).granted, true)
    })

  test('of 100 parallel sends to one number one goes out', async (t) => {
    const { send } = openLimits(t)
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => send({ device: issued(`device ${i}`) })),
    )
    assert.equal(results.filter((result) => result.granted).length, 1)
  })

  test('after a failure of the provider the interval is given back, the hour is not', async (t) => {
    const { send, store } = openLimits(t)
    for (let trial = 1; trial <= 5; trial += 1) {
      assert.equal((await send()).granted, true, `try ${trial}`)
      await store.release(numberLimit(amy, limits), intervalWindow)
    }
    const refused = await send()
    assert.ok(!refused.granted && refused.window !== intervalWindow && refused.retryAfterMs === hour)
  })
})

describe('spec 4 rule 6: limits of abuse', () => {
  test('A08: a number gets 5 messages in any hour and 10 in any day', async (t) => {
    const { send, clock } = openLimits(t)
    const sendNext = async () => {
      const result = await send()
      clock.advance(45 * second)
      return result
    }
    assert.deepEqual(await sendAll(sendNext), { sent: 5, index: 1, waitMs: hour - 5 * 45 * second })
    clock.advance(hour - 6 * 45 * second - 1)
    assert.equal((await send()).granted, false, 'one millisecond too early')
    clock.advance(1)
    assert.equal((await sendAll(sendNext)).sent, 5)
    clock.advance(hour)
    const refused = await send()
    assert.ok(!refused.granted && refused.retryAfterMs > 20 * hour, 'ten within the day')
    clock.advance(refused.granted ? 0 : refused.retryAfterMs)
    assert.equal((await send()).granted, true)
  })

  test('an address may send 60 in an hour and 300 in a day, whatever the numbers and devices', async (t) => {
    const { send, clock } = openLimits(t)
    let index = 0
    const sendOther = () => {
      index += 1
      return send({ phone: numberOf(index), device: issued(`device ${index}`) })
    }
    for (let round = 1; round <= 5; round += 1) {
      assert.deepEqual((await sendAll(sendOther)).sent, 60)
      clock.advance(hour + hour / 20)
    }
    const refused = await sendAll(sendOther)
    assert.deepEqual([refused.sent, refused.index], [0, 0])
    assert.ok(refused.waitMs > 15 * hour)
  })

  test('A01: addresses of one /64 and spellings of one address share the limit', async (t) => {
    const { send } = openLimits(t)
    const spellings = (index: number) => [
      `2001:db8:1:2:${index.toString(16)}::1`,
      `2001:0DB8:0001:0002::${index.toString(16)}`,
      `2001:db8:1:2::%eth${index}`,
    ]
    const send6 = (index: number) =>
      send({ phone: numberOf(index), device: undefined, address: spellings(index)[index % 3] })
    assert.equal((await sendAll(send6)).sent, 60)
    const mapped = (index: number) =>
      send({
        phone: numberOf(1000 + index),
        device: undefined,
        address: index % 2 ? '203.0.113.9' : '::ffff:203.0.113.9',
      })
    assert.equal((await sendAll(mapped)).sent, 60)
  })

  test('a device may send 10 in an hour, whatever the numbers and addresses', async (t) => {
    const { send } = openLimits(t)
    const sendElsewhere = (index: number) => send({ phone: numberOf(index), address: `198.51.100.${index}` })
    assert.deepEqual(await sendAll(sendElsewhere), { sent: 10, index: 2, waitMs: hour })
  })

  test('another country gets 500 in a day, the default country has no such limit', async (t) => {
    const { send } = openLimits(t)
    const abroad = (index: number, country: Country) =>
      send({ phone: numberOf(index), address: undefined, device: undefined, country })
    const { sent, index, waitMs } = await sendAll((at) => abroad(at, 'GB'))
    assert.deepEqual([sent, index], [500, 1])
    assert.ok(waitMs >= day && waitMs < day + day / 20, `${waitMs} ms`)
    assert.equal((await sendAll((at) => abroad(1000 + at, 'CN'), 600)).sent, 600)
    assert.equal((await abroad(5000, 'US')).granted, true, 'each country for itself')
  })

  test('calls in-process meet no address limit, devices that are unknown none of a device', () => {
    const keys = (change: Partial<SendSubject>) =>
      limitsOfSend({ ...amy, ...change }, limits).map(({ key }) => key.split(':')[0])
    assert.deepEqual(keys({}), ['send-address', 'send-number', 'send-device', 'send-budget'])
    assert.deepEqual(keys({ address: undefined, device: undefined }), ['send-number', 'send-budget'])
    assert.deepEqual(keys({ country: 'GB' }), [
      'send-address',
      'send-number',
      'send-device',
      'send-country',
      'send-budget',
    ])
  })

  test('every tenant has limits of its own', async (t) => {
    const { send } = openLimits(t)
    await send()
    assert.equal((await send({ tenantId: 'other' as TenantId })).granted, true)
    const own = limitsOfSend({ ...amy, country: 'GB' }, limits).map(({ key }) => key)
    const others = limitsOfSend({ ...amy, country: 'GB', tenantId: 'other' as TenantId }, limits)
    for (const { key } of others) assert.ok(!own.includes(key), key)
  })

  test('a full address costs a number nothing: the limits count all together or not at all', async (t) => {
    const { send } = openLimits(t)
    await sendAll((index) => send({ phone: numberOf(index), device: undefined }))
    for (let trial = 0; trial < 20; trial += 1) assert.equal((await send()).granted, false)
    assert.equal((await send({ address: '203.0.113.9' })).granted, true)
  })

  test('A54: 200 parallel sends to different numbers from one address: exactly 60 go out', async (t) => {
    const { send } = openLimits(t)
    const all = Array.from({ length: 200 }, (_, index) => send({ phone: numberOf(index), device: undefined }))
    assert.equal((await Promise.all(all)).filter((result) => result.granted).length, 60)
  })

  test('unknown devices get 3 of the 5 messages of an hour and 5 of the 10 of a day, known ones the rest', async (t) => {
    const { send, clock } = openLimits(t)
    const unknownDevice = { number: true, device: false }
    const sendAs = (trust: SenderTrust) => async () => {
      const result = await send({ device: undefined }, trust)
      clock.advance(45 * second)
      return result
    }
    assert.equal((await sendAll(sendAs(unknownDevice))).sent, 3)
    assert.equal((await sendAll(sendAs(known))).sent, 2)
    clock.advance(hour)
    assert.equal((await sendAll(sendAs(unknownDevice))).sent, 0, 'five in the day')
    assert.equal((await sendAll(sendAs(known))).sent, 5)
  })

  test('the part of unknown devices is of what is set, and at least one message', () => {
    const of = (hour: number, day: number) => {
      const few = { ...limits, number: { hour, day, unknownDevices: { hour: 0.6, day: 0.5 } } }
      return numberLimit(amy, few).windows.map(({ max }) => max)
    }
    assert.deepEqual(
      [of(1, 1), of(2, 4), of(100, 1000)],
      [
        [1, 1, 1],
        [1, 2, 2],
        [1, 60, 500],
      ],
    )
  })

  test('30 % of a budget and of a country are kept for known numbers', async (t) => {
    const { send } = openLimits(t)
    const budget = { daily: 20, alertAt: 1, keptForKnown: 0.3 }
    const sendNext = (trust: SenderTrust, country: Country, first: number) => (index: number) =>
      send({ phone: numberOf(first + index), address: undefined, device: undefined, country, budget }, trust)
    const unknown = { number: false, device: false }
    assert.deepEqual((await sendAll(sendNext(unknown, 'CN', 0))).sent, 14)
    assert.deepEqual((await sendAll(sendNext(known, 'CN', 100))).sent, 6)
    const abroad = (trust: SenderTrust, first: number) => (index: number) =>
      send({ phone: numberOf(first + index), address: undefined, device: undefined, country: 'US' }, trust)
    const { sent, index } = await sendAll(abroad(unknown, 1000))
    assert.deepEqual([sent, index], [350, 1])
    assert.equal((await sendAll(abroad(known, 2000))).sent, 150)
  })

  test('services and tenants have budgets of their own', async (t) => {
    const { send } = openLimits(t)
    const budget = { daily: 1, alertAt: 1, keptForKnown: 0 }
    const sendBy = (index: number, change: Partial<SendSubject>) =>
      send({ phone: numberOf(index), budget, ...change })
    assert.equal((await sendBy(0, {})).granted, true)
    assert.equal((await sendBy(1, {})).granted, false)
    assert.equal((await sendBy(2, { service: 'SMS.other' })).granted, true)
    assert.equal((await sendBy(3, { tenantId: 'other' as TenantId })).granted, true)
  })

  test('the message that reaches `alertAt` of what is open to it is told, and those after it', async (t) => {
    const { send } = openLimits(t)
    const budget = { daily: 10, alertAt: 0.8, keptForKnown: 0.3 }
    const told: (number | undefined)[] = []
    for (let index = 0; index < 7; index += 1) {
      const result = await send({ phone: numberOf(index), budget }, { number: false, device: false })
      told.push(result.granted ? result.reached : -1)
    }
    assert.deepEqual(told, [undefined, undefined, undefined, undefined, undefined, 6, 7])
  })

  test('a fingerprint counts together with its address: nobody uses up the limit of a device elsewhere', async (t) => {
    const { send } = openLimits(t)
    const stated = { key: 'fp:1', isIssued: false }
    const sendFrom = (address: string, first: number) => (index: number) =>
      send({ phone: numberOf(first + index), device: stated, address })
    assert.equal((await sendAll(sendFrom('198.51.100.7', 0))).sent, 10)
    assert.equal((await sendAll(sendFrom('198.51.100.8', 100))).sent, 10)
  })
})
