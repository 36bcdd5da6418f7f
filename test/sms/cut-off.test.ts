/** What must be shown of failover: the first vendor is cut off under load, over real connections. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { twilioKey, twilioVendor } from './services/twilio-server.ts'
import { type Answer, startSilence, startVendor, type VendorServer } from './services/vendor-server.ts'

const deadlineMs = 5_000

const accept: Answer = (response) =>
  response
    .writeHead(201, { 'content-type': 'application/json' })
    .end(JSON.stringify({ sid: `SM${'1'.repeat(32)}`, status: 'queued' }))

const numbersAt = ({ received }: VendorServer) =>
  received.map(({ body }) => new URLSearchParams(body).get('To') ?? '')

async function openLoad(t: TestContext, firstEndpoint: string) {
  const second = await startVendor(t, twilioVendor(), accept)
  const service = (endpoint: string, timeoutMs: number) => ({
    type: 'SMS.Twilio',
    config: { ...twilioKey, from: '+15005550006', endpoint, timeoutMs },
  })
  const opened = await openTestApp(t, {
    elements: {
      'SMS.first': service(firstEndpoint, 400),
      'SMS.second': service(`http://127.0.0.1:${second.port}`, 4_500),
      'SMS.route': { type: 'SMS.Route', config: { fallback: ['SMS.first', 'SMS.second'] } },
      'auths.loginTypes.phone': { config: { smsFullName: 'SMS.route' } },
    },
  })
  let next = 0
  /** To numbers that nobody has sent to, at the same time; what became of each, and the longest time. */
  const load = async (count: number) => {
    const numbers = Array.from({ length: count }, () => `+861390013${String(next++).padStart(4, '0')}`)
    const sends = numbers.map(async (number) => {
      const from = performance.now()
      const outcome = await phoneOf(anonymous(opened))
        .sendMessage(number)
        .then(
          () => 'sent',
          () => 'failed',
        )
      return { outcome, ms: performance.now() - from }
    })
    const results = await Promise.all(sends)
    return {
      numbers,
      outcomes: [...new Set(results.map(({ outcome }) => outcome))],
      longestMs: Math.max(...results.map(({ ms }) => ms)),
    }
  }
  return { ...opened, second, load }
}

describe('spec 4: the first vendor is cut off under load', () => {
  test('before a request can leave: every message goes out once through the second, the first is tried again after 30 s', async (t) => {
    const silence = await startSilence(t)
    const { clock, second, load } = await openLoad(t, `https://127.0.0.1:${silence.port}`)
    const cut = await load(30)
    assert.deepEqual(cut.outcomes, ['sent'])
    assert.ok(cut.longestMs < deadlineMs + 4_500, `${cut.longestMs} ms`)
    assert.deepEqual(numbersAt(second).toSorted(), cut.numbers)
    const { connections } = silence
    assert.ok(connections >= 5 && connections <= 30)
    const passedOver = await load(30)
    assert.deepEqual([passedOver.outcomes, silence.connections], [['sent'], connections])
    clock.advance(30_000)
    const trial = await load(30)
    assert.deepEqual([trial.outcomes, silence.connections], [['sent'], connections + 1])
    const all = numbersAt(second)
    assert.deepEqual([all.length, new Set(all).size], [90, 90])
  })

  test('after a request has arrived: no message goes to the second vendor too', async (t) => {
    const first = await startVendor(t, twilioVendor(), (response) => response.socket?.resetAndDestroy())
    const { second, load } = await openLoad(t, `http://127.0.0.1:${first.port}`)
    const { numbers, longestMs } = await load(20)
    assert.ok(longestMs < deadlineMs + 4_500, `${longestMs} ms`)
    const all = [...numbersAt(first), ...numbersAt(second)]
    assert.deepEqual(all.toSorted(), numbers)
    assert.ok(first.received.length >= 5)
  })
})
