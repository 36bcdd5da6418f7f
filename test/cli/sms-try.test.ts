/** `latchkey sms try`, as an operator types it. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import { audited } from '../login/phone/phone-people.ts'
import { aliyunKey, aliyunVendor } from '../sms/services/aliyun-server.ts'
import { type Answer, startVendor } from '../sms/services/vendor-server.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const say =
  (body: object): Answer =>
  (response) =>
    response.end(JSON.stringify(body))

async function vendorApp(t: TestContext) {
  const server = await startVendor(t, aliyunVendor(), say({ Code: 'OK', BizId: 'b-1', RequestId: 'r-1' }))
  const endpoint = `http://127.0.0.1:${server.port}`
  const phone = {
    smsFullName: 'SMS.aliyun',
    smsConfig: { verifyTemplateCode: 'SMS_2' },
    allowedCountries: ['CN'],
  }
  const place = cliApp(t, {
    'SMS/aliyun/e.json': { title: 'Aliyun', type: 'SMS.Aliyun' },
    'SMS/aliyun/aliyun.json': { ...aliyunKey, verifySign: 'Acme', endpoint },
    'auths/loginTypes/phone/phone.json': phone,
  })
  return { server, place }
}

async function recordOf(t: TestContext, place: CliPlace) {
  const opened = await openWholeApp(place.app, { data: place.data })
  t.after(() => opened.app.close())
  const [record] = await audited(opened, 'sms.try')
  return [record?.result, record?.subject, record?.detail]
}

describe('latchkey sms try', () => {
  test('sends one message as the phone login would, and records it', async (t) => {
    const { server, place } = await vendorApp(t)
    const ran = await runLatchkey(place, 'sms', 'try', '--element', 'SMS.aliyun', '--to', '138 0013 8000')
    assert.deepEqual([ran.status, ran.stdout], [0, 'SMS.aliyun: accepted, message b-1\n'], ran.stderr)
    assert.equal(server.received.length, 1)
    const parameters = Object.fromEntries(
      new URL(server.received[0]?.url ?? '', 'http://vendor').searchParams,
    )
    assert.deepEqual(parameters, {
      PhoneNumbers: '13800138000',
      SignName: 'Acme',
      TemplateCode: 'SMS_2',
      TemplateParam: '{"code":"123456"}',
    })
    assert.deepEqual(await recordOf(t, place), ['success', '+86138****8000', 'SMS.aliyun'])
  })

  test('tells what the vendor said, and exits with 1', async (t) => {
    const { server, place } = await vendorApp(t)
    server.behave = say({ Code: 'isv.SMS_SIGNATURE_ILLEGAL', Message: 'no', RequestId: 'r-2' })
    const args = ['sms', 'try', '--element', 'SMS.aliyun', '--to', '+8613800138000']
    const refused = await runLatchkey(place, ...args)
    const told = 'SMS.aliyun: not accepted: REJECTED (isv.SMS_SIGNATURE_ILLEGAL r-2); nothing was sent\n'
    assert.deepEqual([refused.status, refused.stdout], [1, told])
    const detail = 'SMS.aliyun REJECTED isv.SMS_SIGNATURE_ILLEGAL r-2'
    assert.deepEqual(await recordOf(t, place), ['SMS_SEND_FAILED', '+86138****8000', detail])
  })

  test('says when a message may have left all the same', async (t) => {
    const { server, place } = await vendorApp(t)
    server.behave = (response) => response.end('<html>')
    const ran = await runLatchkey(place, 'sms', 'try', '--element', 'SMS.aliyun', '--to', '13800138000')
    assert.deepEqual(
      [ran.status, ran.stdout],
      [1, 'SMS.aliyun: not accepted: UNAVAILABLE; it may have been sent all the same\n'],
    )
  })

  test('a service that is not there, no number, an unknown language', async (t) => {
    const place = cliApp(t)
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['--element', 'SMS.none', '--to', '13800138000'], /--element: has to be one of SMS\.console/],
      [['--element', 'SMS.console', '--to', 'amy'], /--to: no phone number: amy/],
      [
        ['--element', 'SMS.console', '--to', '13800138000', '--language', 'fr'],
        /--language: has to be en or zh/,
      ],
    ]
    for (const [args, pattern] of wrong) {
      const { status, stderr } = await runLatchkey(place, 'sms', 'try', ...args)
      assert.deepEqual([status, pattern.test(stderr)], [64, true], stderr)
    }
  })
})
