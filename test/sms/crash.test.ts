/** A real process is killed while it sends: what the user sees, what is counted, what is retried (docs/guide/sms-services.md). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { startProcess } from '../contracts/other-process.ts'
import { amysPhone, anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp, type TestElement, testSecret } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import { testDatabaseUrl } from '../support/test-database-url.ts'
import { turningClock } from '../support/turning-clock.ts'
import type { CrashOrder } from './crash-process.ts'
import { messageRows } from './message-rows.ts'
import { twilioKey, twilioVendor } from './services/twilio-server.ts'
import { startVendor } from './services/vendor-server.ts'

const program = new URL('./crash-process.ts', import.meta.url)

const killer = `
import { SmsService } from 'latchkey'
export class Killer extends SmsService {
  override async sendMessage(phoneList) {
    if (Reflect.get(globalThis, Symbol.for('latchkey.test.crash'))) process.kill(process.pid, 'SIGKILL')
    return phoneList.map((phone) => ({ phone, messageId: 'm', accepted: true }))
  }
}
`

const login = { config: { smsFullName: 'SMS.service', limits: { number: { hour: 2, day: 10 } } } }

/** An app, and a process of the same app that dies while it sends. */
async function openCrash(t: TestContext, elements: Readonly<Record<string, TestElement>>) {
  const clock = turningClock(Date.now())
  const opened = await openTestApp(t, { clock, elements: { ...elements, 'auths.loginTypes.phone': login } })
  const { folder, data } = opened
  const databaseUrl = await testDatabaseUrl(data)
  const phone = `+86${amysPhone}`
  const order = { folder, data, secret: testSecret, phone, ...(databaseUrl ? { databaseUrl } : {}) }
  const child = await startProcess(t, program, order satisfies CrashOrder)
  const send = () => phoneOf(anonymous(opened)).sendMessage(phone)
  return { ...opened, child, send }
}

const died = /the other process ended/

describe('spec 4: a crash while a message is sent', () => {
  test('between claim and vendor call: the claim stands, nothing is sent again, the number waits for the interval', async (t) => {
    const opened = await openCrash(t, {
      'SMS.Killer': {
        type: 'SMS.Meta',
        manifest: { backendBundleEntry: './killer.ts' },
        files: { 'killer.ts': killer },
      },
      'SMS.service': { type: 'SMS.Killer', config: {} },
    })
    await assert.rejects(opened.child.run(), died)
    const [row, ...others] = await messageRows(opened)
    assert.deepEqual([row?.state, row?.reason, others.length], ['queued', null, 0])
    await assert.rejects(opened.send(), refusal('SEND_TOO_FREQUENT'))
    opened.clock.advance(300_000)
    await opened.send()
    opened.clock.advance(300_000)
    await assert.rejects(opened.send(), refusal('SEND_LIMIT_REACHED'), 'the message of the crash is counted')
  })

  test('between vendor call and record: the code that arrives works, and the vendor is called once', async (t) => {
    let kill = async () => {}
    const vendor = await startVendor(t, twilioVendor(), () => void kill())
    const config = { ...twilioKey, from: '+15005550006', endpoint: `http://127.0.0.1:${vendor.port}` }
    const opened = await openCrash(t, { 'SMS.service': { type: 'SMS.Twilio', config } })
    kill = () => opened.child.kill()
    await assert.rejects(opened.child.run(), died)
    const [row, ...others] = await messageRows(opened)
    assert.deepEqual([row?.state, row?.vendor_id, others.length], ['queued', null, 0])
    await assert.rejects(opened.send(), refusal('SEND_TOO_FREQUENT'))
    assert.equal(vendor.received.length, 1)
    const text = new URLSearchParams(vendor.received[0]?.body).get('Body') ?? ''
    const [code = ''] = /\d{6}/.exec(text) ?? []
    assert.ok(await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy'))
  })
})
