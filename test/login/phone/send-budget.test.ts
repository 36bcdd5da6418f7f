/** The budget of an SMS service, and what is kept for those who have logged in before (spec 4, rule 6). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { subscribe } from '../../../src/events/subscribers.ts'
import { budgetLimit } from '../../../src/limits/send-budget.ts'
import { strangers } from '../../../src/limits/sender-trust.ts'
import { openTestApp, type TestApp, type TestElement } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import { traceStores } from '../../support/store-trace.ts'
import {
  amysPhone,
  anonymous,
  audited,
  bobsPhone,
  logIn,
  phoneOf,
  readyToChange,
  signUp,
} from './phone-people.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const chinese = (index: number) => `139${String(index).padStart(8, '0')}`

const withBudget = (budget: object, limits: object = {}): Record<string, TestElement> => ({
  'SMS.console': { config: { budget } },
  'auths.loginTypes.phone': { config: { limits } },
})

async function openHeard(t: TestContext, elements: Record<string, TestElement>): Promise<TestApp> {
  const opened = await openTestApp(t, { elements })
  const { database, events } = opened.rooms
  await database.commit([subscribe({ id: 'ops', tenantId: defaultTenant, types: [] }, opened.clock.now())])
  await events.refresh()
  return opened
}

/** The events of budgets, oldest first, without those that the people of the test cause. */
async function heard({ rooms }: TestApp): Promise<object[]> {
  await rooms.events.flush()
  const kysely = await rooms.database.kysely()
  const rows = await kysely.selectFrom('events').selectAll().orderBy('at').orderBy('id').execute()
  return rows
    .filter(({ type }) => String(type).startsWith('sms.budget'))
    .map(({ type, data }) => ({ type, ...JSON.parse(String(data)) }))
}

describe('spec 4 rule 6: the budget', () => {
  test('A54: of parallel sends to strangers exactly their part goes out, known numbers have the rest', async (t) => {
    const opened = await openHeard(t, withBudget({ daily: 20 }))
    await signUp(opened)
    opened.clock.advance(dayMs)
    const { sendMessage } = phoneOf(anonymous(opened))
    assert.deepEqual(await atOnce(30, (i) => sendMessage(chinese(i))), { ok: 14, SEND_LIMIT_REACHED: 16 })
    await sendMessage(amysPhone)
    await assert.rejects(sendMessage(chinese(99)), refusal('SEND_LIMIT_REACHED'))
  })

  test('the message to a number that was changed counts in it and in nothing that somebody could fill first', async (t) => {
    const change = async (daily: number) => {
      const full = { number: { hour: 2, day: 2 } }
      const opened = await openHeard(
        t,
        withBudget({ daily, keptForKnown: daily === 4 ? 0.25 : 0, alertAt: 1 }, full),
      )
      const amy = await signUp(opened)
      const { ticket, code } = await readyToChange(opened, amy)
      await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
      assert.equal((await amy.auth.currentUser()).phone, '+8613900139000')
      const told = (await opened.app.inbox(amysPhone)).filter(({ purpose }) => purpose === 'phone-changed')
      const [record] = await audited(opened, 'phone.notify')
      const whole = { daily, alertAt: 1, keptForKnown: 0 }
      const place = { tenantId: defaultTenant, service: 'SMS.console' }
      const { granted } = await opened.rooms.ephemeral.reserve([budgetLimit(place, whole, strangers)])
      assert.equal(granted, false, 'the budget is used up')
      return { told: told.length, result: record?.result, last: (await heard(opened)).at(-1) }
    }
    // Three codes are the strangers' part of four; the notice has the rest, though the number is at its limit.
    const sent = await change(4)
    assert.deepEqual([sent.told, sent.result], [1, 'success'])
    const { told, result, last } = await change(3)
    assert.deepEqual([told, result], [0, 'SEND_LIMIT_REACHED'])
    assert.equal(Object(last).open, 'none')
  })

  test('a number counts as known a day after it has proven itself', async (t) => {
    const opened = await openTestApp(t, { elements: withBudget({ daily: 2, keptForKnown: 0.5 }) })
    await signUp(opened)
    opened.clock.advance(dayMs - 1000)
    await assert.rejects(phoneOf(anonymous(opened)).sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED'))
    opened.clock.advance(1000 + dayMs / 20)
    await phoneOf(anonymous(opened)).sendMessage(chinese(1))
    await phoneOf(anonymous(opened)).sendMessage(amysPhone)
  })

  test('it is raised that the budget runs low, then that strangers are refused, then that all are: each once a day', async (t) => {
    const opened = await openHeard(t, withBudget({ daily: 10 }))
    for (let index = 0; index < 3; index += 1) await signUp(opened, chinese(100 + index))
    opened.clock.advance(2 * dayMs)
    const { sendMessage } = phoneOf(anonymous(opened))
    for (let index = 0; index < 5; index += 1) await sendMessage(chinese(index))
    assert.deepEqual(await heard(opened), [])
    await sendMessage(chinese(5))
    const day = new Date(opened.clock.now()).toISOString().slice(0, 10)
    const about = { element: 'SMS.console', day, budget: 10 }
    const low = { type: 'sms.budget.alert', sent: 6, ...about }
    assert.deepEqual(await heard(opened), [low])
    await sendMessage(chinese(6))
    await atOnce(5, (i) => sendMessage(chinese(7 + i)))
    const strangersStopped = { type: 'sms.budget.stopped', ...about, open: 'known' }
    assert.deepEqual(new Set(await heard(opened)), new Set([low, strangersStopped]))
    for (let index = 0; index < 3; index += 1) await sendMessage(chinese(100 + index))
    opened.clock.advance(45_000)
    for (let index = 0; index < 3; index += 1)
      await assert.rejects(sendMessage(chinese(100 + index)), refusal('SEND_LIMIT_REACHED'))
    const stopped = { type: 'sms.budget.stopped', ...about, open: 'none' }
    assert.deepEqual(new Set(await heard(opened)), new Set([low, strangersStopped, stopped]))
  })

  test('what is refused by another limit costs the budget nothing', async (t) => {
    const opened = await openTestApp(t, { elements: withBudget({ daily: 2, keptForKnown: 0 }) })
    const { sendMessage } = phoneOf(anonymous(opened))
    await sendMessage(amysPhone)
    for (let trial = 0; trial < 5; trial += 1)
      await assert.rejects(sendMessage(amysPhone), refusal('SEND_TOO_FREQUENT'))
    await sendMessage(chinese(1))
    await assert.rejects(sendMessage(chinese(2)), refusal('SEND_LIMIT_REACHED'))
  })
})

describe('spec 4 rule 6: part of a number is for known devices', () => {
  test('strangers get 3 of 5 messages an hour; the device that logged in before gets the rest', async (t) => {
    const opened = await openTestApp(t)
    const own = anonymous(opened, { device: { key: 'dt:amy' } })
    await signUp(opened, amysPhone, own)
    opened.clock.advance(dayMs)
    const stranger = phoneOf(anonymous(opened, { device: { key: 'dt:eve' } }))
    for (let index = 0; index < 3; index += 1) {
      await stranger.sendMessage(amysPhone)
      opened.clock.advance(45_000)
    }
    await assert.rejects(stranger.sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED'))
    await logIn(opened, amysPhone, own)
    opened.clock.advance(45_000)
    await phoneOf(own).sendMessage(amysPhone)
    opened.clock.advance(45_000)
    await assert.rejects(phoneOf(own).sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED'))
  })

  test('a known device of one account is a stranger to another', async (t) => {
    const opened = await openTestApp(t)
    const eves = anonymous(opened, { device: { key: 'dt:eve' } })
    await signUp(opened, chinese(1), eves)
    for (let index = 0; index < 3; index += 1) {
      opened.clock.advance(45_000)
      await phoneOf(eves).sendMessage(amysPhone)
    }
    opened.clock.advance(45_000)
    await assert.rejects(phoneOf(eves).sendMessage(amysPhone), refusal('SEND_LIMIT_REACHED'))
  })

  test('only a message that is refused as a stranger’s is looked up, once', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(anonymous(opened))
    for (let index = 0; index < 3; index += 1) {
      await sendMessage(amysPhone)
      opened.clock.advance(45_000)
    }
    const trace = await traceStores(opened, () => assert.rejects(sendMessage(amysPhone)))
    assert.deepEqual(trace.operations, [
      'ephemeral reserve send-number send-budget',
      'sql phone-bindings.standing',
    ])
  })
})

describe('spec 4 rule 6: devices', () => {
  test('a key that was made for the call counts nowhere, one that this server issued everywhere', async (t) => {
    const opened = await openTestApp(t)
    const keys = async (device: object) => {
      const call = { address: '198.51.100.7', device }
      const trace = await traceStores(opened, () =>
        phoneOf(anonymous(opened, call)).sendMessage(chinese(opened.clock.now() % 1e6)),
      )
      opened.clock.advance(1)
      return trace.operations.find((operation) => operation.startsWith('ephemeral reserve'))
    }
    const without = 'ephemeral reserve send-address send-number send-budget'
    assert.equal(await keys({ key: 'dt:new', isNew: true }), without)
    assert.equal(await keys({}), without)
    assert.equal(
      await keys({ key: 'dt:one', issuedAt: 0 }),
      'ephemeral reserve send-address send-number send-device send-budget',
    )
  })
})
