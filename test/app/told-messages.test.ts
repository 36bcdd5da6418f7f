/** What those who subscribe hear of messages: services that fail, budgets that run out, prefixes that are closed. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { subscribe } from '../../src/events/subscribers.ts'
import { anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { type Recorded, recordingServices, unsent } from '../sms/recording-services.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { atOnce, refusal } from '../support/refusals.ts'

const slotMs = 300_000
const american = (index: number) => `+1201555${String(index).padStart(4, '0')}`

/** Two who listen, of whom one hears of nothing here. */
async function openTold(t: TestContext, recorded: Recorded = {}) {
  const sms = recordingServices(recorded)
  const opened = await openTestApp(t, { elements: sms.elements })
  const { rooms, clock } = opened
  for (const [id, types] of [
    ['ear', []],
    ['deaf', ['tenant.closed']],
  ] as const)
    await rooms.database.commit([subscribe({ id, tenantId: defaultTenant, types: [...types] }, clock.now())])
  await rooms.events.refresh()
  /** Everything that waits for a subscriber, oldest first. */
  const outbox = async () => {
    await rooms.events.flush()
    const rows = await (await rooms.database.kysely())
      .selectFrom('events as e')
      .innerJoin('event_deliveries as d', 'd.event_id', 'e.id')
      .select(['d.subscriber_id', 'd.state', 'e.type', 'e.data'])
      .orderBy('e.at')
      .orderBy('e.id')
      .execute()
    for (const row of rows) assert.deepEqual([row.subscriber_id, row.state], ['ear', 'pending'])
    return rows.map(({ type, data }) => ({ type, ...JSON.parse(String(data)) }))
  }
  const send = (phone: string) => phoneOf(anonymous(opened)).sendMessage(phone)
  return { ...opened, sms, outbox, send }
}

describe('events of messages', () => {
  test('a service of a route that fails is told down, and up when it takes messages again', async (t) => {
    const { sms, clock, outbox, send } = await openTold(t)
    sms.answer('SMS.a', () => unsent('INSUFFICIENT_FUNDS'))
    for (let i = 0; i < 4; i += 1) await send(american(i))
    assert.deepEqual(await outbox(), [])
    await send(american(4))
    const down = { type: 'sms.service.down', element: 'SMS.a', reason: 'INSUFFICIENT_FUNDS' }
    assert.deepEqual(await outbox(), [down])
    clock.advance(30_000)
    sms.heal('SMS.a')
    await send(american(5))
    assert.deepEqual(await outbox(), [down, { type: 'sms.service.up', element: 'SMS.a' }])
  })

  test('a budget that runs low, and one that is used up', async (t) => {
    const budget = { daily: 4, alertAt: 0.5, keptForKnown: 0 }
    const { clock, outbox, send } = await openTold(t, { route: { fallback: ['SMS.a'], budget } })
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    const about = { element: 'SMS.route', day, budget: 4 }
    await send(american(1))
    assert.deepEqual(await outbox(), [])
    await send(american(2))
    const low = { type: 'sms.budget.alert', ...about, sent: 2 }
    assert.deepEqual(await outbox(), [low])
    await send(american(3))
    await send(american(4))
    clock.advance(1)
    await assert.rejects(send(american(5)), refusal('SEND_LIMIT_REACHED'))
    assert.deepEqual(await outbox(), [low, { type: 'sms.budget.stopped', ...about, open: 'none' }])
  })

  test('a prefix that is closed', async (t) => {
    const { clock, outbox, send } = await openTold(t)
    clock.advance(slotMs - (clock.now() % slotMs))
    assert.deepEqual(await atOnce(20, (i) => send(american(i))), { ok: 20 })
    clock.advance(2 * slotMs)
    assert.deepEqual(await outbox(), [])
    await assert.rejects(send(american(30)), refusal('SEND_LIMIT_REACHED'))
    const until = clock.now() + 3_600_000
    const closed = { type: 'sms.prefix.closed', prefix: '1201', country: 'US', sent: 20, right: 0, until }
    assert.deepEqual(await outbox(), [closed])
  })
})
