/** What a closed prefix says to whom (spec 4, rule 6). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { CallContext } from '../../../src/elements/caller.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import { traceStores } from '../../support/store-trace.ts'
import { anonymous, phoneOf, signUp } from './phone-people.ts'

const dayMs = 86_400_000
const slotMs = 300_000
const chinese = (index: number) => `139${String(index).padStart(8, '0')}`
const american = (index: number) => `+1201555${String(index).padStart(4, '0')}`

/** Twenty messages that nobody answered, whose codes have expired. */
async function pump(opened: TestApp, number: (index: number) => string): Promise<void> {
  opened.clock.advance(slotMs - (opened.clock.now() % slotMs))
  const { sendMessage } = phoneOf(anonymous(opened))
  assert.deepEqual(await atOnce(20, (i) => sendMessage(number(1000 + i))), { ok: 20 })
  opened.clock.advance(2 * slotMs)
}

async function openPumped(t: TestContext, number: (index: number) => string): Promise<TestApp> {
  const opened = await openTestApp(t)
  await signUp(opened, number(1), anonymous(opened, { device: { key: 'dt:amy' } }))
  opened.clock.advance(dayMs)
  await pump(opened, number)
  return opened
}

const captcha = (kind: string): CallContext['captcha'] => ({
  isPresented: true,
  pass: async (asked) => asked === undefined || asked === kind,
})

describe('spec 4 rule 6: a closed prefix', () => {
  test('outside the default country strangers are refused until it opens; others are sent to', async (t) => {
    const opened = await openPumped(t, american)
    const { sendMessage } = phoneOf(anonymous(opened))
    await assert.rejects(sendMessage(american(2)), refusal('SEND_LIMIT_REACHED', 3600))
    const worked = phoneOf(anonymous(opened, { captcha: captcha('pow') as never }))
    await assert.rejects(worked.sendMessage(american(2)), refusal('SEND_LIMIT_REACHED'))
    await sendMessage('+12125550100')
    await sendMessage(american(1))
    opened.clock.advance(3_600_000)
    await sendMessage(american(2))
  })

  test('a device is let through that has been logged in for a day, with a token of this server', async (t) => {
    const opened = await openPumped(t, american)
    const now = opened.clock.now()
    const sendFrom = (device: object, number: number) =>
      phoneOf(anonymous(opened, { device })).sendMessage(american(number))
    await sendFrom({ key: 'dt:old', issuedAt: now - dayMs }, 3)
    for (const device of [{ key: 'dt:young', issuedAt: now - dayMs + 1 }, { key: 'fp:stated' }])
      await assert.rejects(sendFrom(device, 4), refusal('SEND_LIMIT_REACHED'))
  })

  test('devices that were gathered do not open it: together they send to no more numbers than it is judged by', async (t) => {
    const opened = await openPumped(t, american)
    const issuedAt = opened.clock.now() - dayMs
    const sendFrom = (key: string, number: number) =>
      phoneOf(anonymous(opened, { device: { key, issuedAt } })).sendMessage(american(number))
    const sent = await atOnce(30, (i) => sendFrom(`dt:${i}`, 100 + i))
    assert.deepEqual(sent, { ok: 20, SEND_LIMIT_REACHED: 10 })
    await sendFrom('dt:amy', 1)
    opened.clock.advance(3_600_000 / 20)
    await assert.rejects(sendFrom('dt:more', 99), refusal('SEND_LIMIT_REACHED'))
  })

  test('in the default country a stranger proves work; no other captcha will do', async (t) => {
    const opened = await openPumped(t, chinese)
    const send = (call: Partial<CallContext>, number: number) =>
      phoneOf(anonymous(opened, call)).sendMessage(chinese(number))
    await assert.rejects(send({}, 2), refusal('CAPTCHA_REQUIRED'))
    await assert.rejects(send({ captcha: captcha('slider') as never }, 2), refusal('CAPTCHA_ERROR'))
    await send({ captcha: captcha('pow') as never }, 2)
    await send({}, 1)
    await phoneOf(opened.app).sendMessage(chinese(3))
  })

  test('N2: the limit of the address answers before the proof of work', async (t) => {
    const opened = await openPumped(t, chinese)
    const from = anonymous(opened, { address: '203.0.113.7' })
    await assert.rejects(phoneOf(from).sendMessage(chinese(2)), refusal('CAPTCHA_REQUIRED'))
    const numbers = (index: number) => `138${String(index).padStart(8, '0')}`
    assert.deepEqual(await atOnce(60, (i) => phoneOf(from).sendMessage(numbers(i))), { ok: 60 })
    await assert.rejects(phoneOf(from).sendMessage(chinese(2)), refusal('SEND_LIMIT_REACHED'))
  })

  test('a prefix is looked at once in five minutes: other messages cost nothing', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(anonymous(opened))
    const sql = async (number: number) => {
      const { operations } = await traceStores(opened, () => sendMessage(chinese(number)))
      return operations.filter((name) => name.startsWith('sql prefix'))
    }
    assert.deepEqual(await sql(1), ['sql prefix-breaker.closure', 'sql prefix-breaker.counts'])
    assert.deepEqual(await sql(2), [])
    opened.clock.advance(slotMs)
    assert.equal((await sql(3)).length, 2)
  })

  test('/metrics tells the rates of an hour', async (t) => {
    const opened = await openPumped(t, american)
    opened.clock.advance(2 * slotMs)
    const { body } = await opened.rooms.metrics.render()
    assert.match(body, /^latchkey_sms_messages\{by="prefix",name="\+1201"\} 20$/m)
    assert.match(body, /^latchkey_sms_messages\{by="service",name="SMS\.console"\} 20$/m)
    assert.match(body, /^latchkey_sms_conversion_ratio\{by="country",name="US"\} 0$/m)
    assert.doesNotMatch(body, /^latchkey_sms_delivery_ratio\{/m)
  })
})
