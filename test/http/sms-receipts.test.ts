/** Spec 4, rule 7: what vendors tell of messages, over real HTTP, in the bodies that they document. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { signatureOfTwilio } from '../../src/sms/services/twilio-signature.ts'
import { readMessageRates } from '../../src/spend/message-rates.ts'
import { messageRows } from '../sms/message-rows.ts'
import { aliyunKey, aliyunVendor } from '../sms/services/aliyun-server.ts'
import { tencentKey, tencentVendor } from '../sms/services/tencent-server.ts'
import { twilioKey, twilioVendor } from '../sms/services/twilio-server.ts'
import { type Answer, startVendor, type Vendor } from '../sms/services/vendor-server.ts'
import { phoneSettings } from './support/app-files.ts'
import { type HttpAppParts, openHttpApp } from './support/http-app.ts'

const amysPhone = '13800138000'
const publicUrl = 'https://login.example.com'

type Sent = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Case = {
  readonly type: string
  readonly config: Readonly<Record<string, unknown>>
  readonly vendor: () => Vendor
  /** Takes the message under this id. */
  readonly accept: (id: string) => Answer
  readonly host: string
  /** A request of the vendor that tells the end of messages, and what he wants to hear. */
  readonly tell: (url: string, ends: readonly End[]) => Sent
  readonly heard: string
  /** The vendor's code of a failure. */
  readonly code: string
}

type End = { readonly id: string; readonly delivered: boolean }

const json = (url: string, body: unknown): Sent => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

function form(url: string, fields: Readonly<Record<string, string>>): Sent {
  const signature = signatureOfTwilio({ authToken: twilioKey.authToken, url, form: fields })
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
    },
    body: new URLSearchParams(fields).toString(),
  }
}

/** As in the vendor's documentation of status callbacks. */
const twilioFields = (id: string, status: string): Record<string, string> => ({
  SmsSid: id,
  SmsStatus: status,
  MessageStatus: status,
  To: '+8613800138000',
  MessageSid: id,
  AccountSid: twilioKey.accountSid,
  From: '+15005550006',
  ApiVersion: '2010-04-01',
})

const answer =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const templates = { verifySign: 'Acme', verifyTemplateCode: '1234' }

const twilio: Case = {
  type: 'SMS.Twilio',
  config: { ...twilioKey, from: '+15005550006' },
  vendor: twilioVendor,
  accept: (sid) => answer(201, { sid, status: 'queued', error_code: null }),
  host: '127.0.0.1',
  tell(url, [end]) {
    const { id, delivered } = end ?? assert.fail('one message a request')
    const fields = twilioFields(id, delivered ? 'delivered' : 'undelivered')
    return form(url, delivered ? fields : { ...fields, ErrorCode: '30003' })
  },
  heard: '',
  code: '30003',
}

const aliyun: Case = {
  type: 'SMS.Aliyun',
  config: { ...aliyunKey, ...templates },
  vendor: aliyunVendor,
  accept: (BizId) => answer(200, { Code: 'OK', Message: 'OK', BizId, RequestId: 'r-1' }),
  host: '127.0.0.1',
  tell: (url, ends) =>
    json(
      url,
      ends.map(({ id, delivered }) => ({
        phone_number: '13800138000',
        send_time: '2026-11-21 09:00:00',
        report_time: '2026-11-21 09:00:05',
        success: delivered,
        err_code: delivered ? 'DELIVERED' : 'MOBILE_NOT_ON_SERVICE',
        err_msg: '',
        sms_size: '1',
        biz_id: id,
        out_id: '',
      })),
    ),
  heard: '{"code":0,"msg":"OK"}',
  code: 'MOBILE_NOT_ON_SERVICE',
}

const tencent: Case = {
  type: 'SMS.Tencent',
  config: {
    ...tencentKey,
    ...templates,
    sdkAppId: '1400006666',
    region: 'ap-guangzhou',
    templateParams: ['code', 'minutes'],
  },
  vendor: tencentVendor,
  accept: (SerialNo) =>
    answer(200, {
      Response: {
        SendStatusSet: [{ SerialNo, PhoneNumber: '+8613800138000', Fee: 1, Code: 'Ok', Message: 'ok' }],
        RequestId: 'r-1',
      },
    }),
  host: 'sms.localhost',
  tell: (url, ends) =>
    json(
      url,
      ends.map(({ id, delivered }) => ({
        user_receive_time: '2026-11-21 09:00:05',
        nationcode: '86',
        mobile: '13800138000',
        report_status: delivered ? 'SUCCESS' : 'FAIL',
        errmsg: delivered ? 'DELIVRD' : 'MK:1008',
        description: '',
        sid: id,
      })),
    ),
  heard: '{"result":0,"errmsg":"OK"}',
  code: 'MK:1008',
}

async function open(t: TestContext, one: Case, more: HttpAppParts['files'] = {}) {
  const vendor = await startVendor(t, one.vendor(), one.accept('m-1'))
  const endpoint = `http://${one.host}:${vendor.port}`
  const app = await openHttpApp(t, {
    files: {
      'SMS/main/e.json': { title: 'Main', type: one.type },
      'SMS/main/sms.json': { ...one.config, endpoint },
      'auths/loginTypes/phone/phone.json': { ...phoneSettings, smsFullName: 'SMS.main', resendInterval: 1 },
      ...more,
    },
    server: { publicUrl: () => publicUrl },
  })
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const origin = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`
  const url = app.rooms.receiptAddresses.urlOf('SMS.main')
  /** The vendor calls the public address; what is before this server brings it here. */
  const push = async (sent: Sent) => {
    const { headers, body } = sent
    const response = await fetch(sent.url.replace(publicUrl, origin), { method: 'POST', headers, body })
    return [response.status, await response.text()] as const
  }
  const tell = (...ends: readonly End[]) => push(one.tell(url, ends))
  const send = async (phone = amysPhone) => {
    app.pass(120)
    const sent = await app.sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })
    assert.equal(sent.statusCode, 200, sent.body)
    await app.rooms.messages.flush()
  }
  const states = async () => (await messageRows(app)).map(({ state, reason }) => [state, reason])
  const rates = async (by: 'prefix' | 'service') => {
    await app.rooms.counts.flush()
    const found = await readMessageRates(app.rooms.database, { by, from: 0, to: app.now() + 1 }, 10)
    return found.map(({ name, sent, delivered, undelivered }) => [name, sent, delivered, undelivered])
  }
  return { ...app, vendor, url, push, tell, send, states, rates }
}

for (const one of [twilio, aliyun, tencent])
  describe(`receipts of ${one.type}`, () => {
    test('a message is delivered; a replay and what comes later change nothing and count once', async (t) => {
      const { tell, send, states, rates, defects } = await open(t, one)
      await send()
      assert.deepEqual(await tell({ id: 'm-1', delivered: true }), [200, one.heard])
      assert.deepEqual(await states(), [['delivered', null]])
      assert.deepEqual(await tell({ id: 'm-1', delivered: true }), [200, one.heard])
      assert.deepEqual(await tell({ id: 'm-1', delivered: false }), [200, one.heard])
      assert.deepEqual(await states(), [['delivered', null]])
      assert.deepEqual(await rates('prefix'), [['+86138', 1, 1, 0]])
      assert.deepEqual(await rates('service'), [['SMS.main', 1, 1, 0]])
      assert.deepEqual(defects, [])
    })

    test("a message is undelivered, with the vendor's code", async (t) => {
      const { tell, send, states, rates } = await open(t, one)
      await send()
      assert.deepEqual(await tell({ id: 'm-1', delivered: false }), [200, one.heard])
      assert.deepEqual(await states(), [['undelivered', one.code]])
      assert.deepEqual(await rates('prefix'), [['+86138', 1, 0, 1]])
    })

    test('ids that nobody knows are heard and change nothing', async (t) => {
      const { tell, send, states, rates } = await open(t, one)
      await send()
      assert.deepEqual(await tell({ id: 'm-2', delivered: true }), [200, one.heard])
      assert.deepEqual(await states(), [['sent', null]])
      assert.deepEqual(await rates('prefix'), [['+86138', 1, 0, 0]])
    })

    test('what comes before the answer to the message is not lost', async (t) => {
      const { vendor, rooms, tell, send, states } = await open(t, one)
      vendor.behave = async (response, request) => {
        assert.deepEqual(await tell({ id: 'm-1', delivered: true }), [200, one.heard])
        one.accept('m-1')(response, request)
      }
      await send()
      await rooms.receipts.flush()
      assert.deepEqual(await states(), [['delivered', null]])
    })

    test('another secret, that of another element, another method, an unknown element: not found', async (t) => {
      const other = { 'SMS/other/e.json': { title: 'Other', type: one.type } }
      const { vendor, url, rooms, push, send, states } = await open(t, one, {
        ...other,
        'SMS/other/sms.json': one.config,
      })
      await send()
      const ends = [{ id: 'm-1', delivered: true }]
      const secret = url.split('/').at(-1) ?? ''
      const wrong = [
        url.replace(secret, `${secret.slice(1)}A`),
        url.replace(secret, 'x'),
        url.replace('SMS.main', 'SMS.other'),
        url.replace('SMS.main', 'SMS.nobody'),
        rooms.receiptAddresses.urlOf('SMS.nobody'),
        rooms.receiptAddresses.urlOf('SMS.console'),
      ]
      for (const address of wrong) assert.equal((await push(one.tell(address, ends)))[0], 404, address)
      const elsewhere = one.tell(rooms.receiptAddresses.urlOf('SMS.other'), ends)
      assert.deepEqual(await push(elsewhere), [200, one.heard])
      assert.deepEqual(await states(), [['sent', null]])
      assert.equal(vendor.received.length, 1)
    })

    test('bodies that are not those of the vendor, and too large ones, change nothing', async (t) => {
      const { url, push, send, states, defects } = await open(t, one)
      await send()
      for (const body of ['{}', 'null', '"x"', '5'])
        assert.equal((await push({ ...json(url, undefined), body }))[0], 404, body)
      assert.equal((await push({ ...json(url, undefined), body: '{' }))[0], 400)
      const large = json(url, [{ biz_id: 'm-1', pad: 'x'.repeat(70_000) }])
      assert.equal((await push(large))[0], 413)
      assert.deepEqual(await states(), [['sent', null]])
      assert.deepEqual(defects, [])
    })
  })

describe('receipts of several messages at once', () => {
  for (const one of [aliyun, tencent])
    test(`${one.type}: each is read, and what cannot be read is passed over`, async (t) => {
      const { vendor, url, push, send, states } = await open(t, one)
      await send()
      vendor.behave = one.accept('m-2')
      await send('13900139000')
      const ends = [
        { id: 'm-1', delivered: true },
        { id: 'm-2', delivered: false },
      ]
      const told = one.tell(url, ends)
      const broken = [null, 7, {}, [], { biz_id: 5, sid: 5, success: true, report_status: 'SUCCESS' }]
      const body = JSON.stringify([...broken, ...JSON.parse(told.body)])
      assert.deepEqual(await push({ ...told, body }), [200, one.heard])
      assert.deepEqual((await states()).toSorted(), [
        ['delivered', null],
        ['undelivered', one.code],
      ])
    })
})

describe('receipts of Twilio', () => {
  test('are asked for with each message, at the public address', async (t) => {
    const { vendor, url, send } = await open(t, twilio)
    await send()
    assert.ok(url.startsWith(`${publicUrl}/api/sms/receipts/SMS.main/`))
    assert.equal(new URLSearchParams(vendor.received[0]?.body).get('StatusCallback'), url)
  })

  test('states move as they are told, and those that say nothing new change nothing', async (t) => {
    const { url, push, send, states, rates } = await open(t, twilio)
    await send()
    const tell = (status: string) => push(form(url, twilioFields('m-1', status)))
    for (const status of ['queued', 'sending', 'sent', 'accepted', 'toString']) {
      assert.deepEqual(await tell(status), [200, ''])
      assert.deepEqual(await states(), [['sent', null]])
    }
    assert.deepEqual(await rates('prefix'), [['+86138', 1, 0, 0]])
    assert.deepEqual(await tell('failed'), [200, ''])
    assert.deepEqual(await states(), [['undelivered', null]])
  })

  test('without the signature of exactly this request they are not found', async (t) => {
    const { url, push, send, states } = await open(t, twilio)
    await send()
    const right = form(url, twilioFields('m-1', 'delivered'))
    const { 'x-twilio-signature': _, ...unsigned } = right.headers
    const wrong: readonly Sent[] = [
      { ...right, headers: unsigned as Sent['headers'] },
      { ...right, body: right.body.replace('delivered', 'undelivered') },
      { ...right, headers: { ...right.headers, 'x-twilio-signature': 'AAAA' } },
      { ...form('https://other.example.com/x', twilioFields('m-1', 'delivered')), url },
    ]
    for (const sent of wrong) assert.equal((await push(sent))[0], 404)
    assert.deepEqual(await states(), [['sent', null]])
    const hosted = { ...right, headers: { ...right.headers, 'x-forwarded-host': 'other.example.com' } }
    assert.equal((await push(hosted))[0], 200)
    assert.deepEqual(await states(), [['delivered', null]])
  })
})

test('a receipt counts for the service of a route that took the message', async (t) => {
  const route = { rules: [], fallback: ['SMS.main'] }
  const { tell, send, rates, rooms } = await open(t, aliyun, {
    'SMS/route/e.json': { title: 'Route', type: 'SMS.Route' },
    'SMS/route/sms.json': route,
    'auths/loginTypes/phone/phone.json': {
      ...phoneSettings,
      smsFullName: 'SMS.route',
      allowedCountries: ['CN'],
    },
  })
  await send()
  await tell({ id: 'm-1', delivered: true })
  assert.deepEqual((await rates('service')).toSorted(), [
    ['SMS.main', 0, 1, 0],
    ['SMS.route', 1, 0, 0],
  ])
  assert.deepEqual(
    await rooms.messages.advanceMessage({ element: 'SMS.route', vendorId: 'm-1', state: 'sent' }),
    {
      outcome: 'unknown',
    },
  )
  assert.equal((await messageRows({ rooms }))[0]?.tenant_id, defaultTenant)
})

test('addresses that were handed out under an older secret stay good while it is listed', async (t) => {
  const secrets = ['another-secret-of-a-test-32-chars', 'one-secret-of-a-test-with-32-chars']
  const old = (await openHttpApp(t)).rooms.receiptAddresses.urlOf('SMS.main').split('/').at(-1) ?? ''
  const turned = (await openHttpApp(t, { app: { secrets } })).rooms.receiptAddresses
  const fresh = turned.urlOf('SMS.main').split('/').at(-1) ?? ''
  assert.notEqual(fresh, old)
  for (const secret of [fresh, old]) assert.ok(turned.check('SMS.main', secret)?.endsWith(`/${secret}`))
  const gone = (await openHttpApp(t, { app: { secrets: secrets.slice(0, 1) } })).rooms.receiptAddresses
  assert.equal(gone.check('SMS.main', old), undefined)
})
