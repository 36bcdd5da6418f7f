/** `SMS.Aliyun`, against the vendor as it documents itself. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aliyunKey, aliyunSignature, aliyunVendor } from './aliyun-server.ts'
import { code, failed, openVendor, phone, type VendorCase, vendorContract } from './vendor-contract.ts'
import type { Answer } from './vendor-server.ts'

const RequestId = 'F655A8D5-B967-440B-8683-DAD6FF8DE990'

const say =
  (status: number, body: object): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' }).end(JSON.stringify(body))

const aliyun: VendorCase = {
  type: 'SMS.Aliyun',
  config: { ...aliyunKey, verifySign: '阿里云', verifyTemplateCode: 'SMS_15305****' },
  vendor: aliyunVendor,
  accept: say(200, { Code: 'OK', Message: 'OK', BizId: '900619746936498440^0', RequestId }),
  blind: true,
}

const parametersOf = (url: string) => Object.fromEntries(new URL(url, 'http://vendor').searchParams)

test('the signature of the tests is that of the documentation', () => {
  const headers = {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    'x-acs-action': 'RunInstances',
    'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
    'x-acs-version': '2014-05-26',
  }
  const url = '/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai'
  const request = { method: 'POST', url, headers, body: '' }
  assert.equal(
    aliyunSignature('YourAccessKeySecret', request, Object.keys(headers)),
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

describe('SMS.Aliyun: what goes out', () => {
  test('a signed SendSms with exactly these parameters', async (t) => {
    const { server, send } = await openVendor(t, aliyun)
    assert.deepEqual(await send(), { phone, messageId: '900619746936498440^0', accepted: true })
    const [{ method, url, body, headers } = assert.fail('nothing came')] = server.received
    assert.deepEqual([method, url.split('?')[0], body, headers.connection], ['POST', '/', '', 'close'])
    assert.deepEqual(parametersOf(url), {
      PhoneNumbers: '13800138000',
      SignName: '阿里云',
      TemplateCode: 'SMS_15305****',
      TemplateParam: '{"code":"123456"}',
    })
  })

  test('signature and template of the login type win; a number elsewhere has its country code', async (t) => {
    const { server, service } = await openVendor(t, aliyun, { templateParams: ['code', 'minutes'] })
    const options = { verifySign: '别的', verifyTemplateCode: 'SMS_2' }
    const [result] = await service.sendMessage(['+85251234567'], code, options)
    assert.equal(result?.accepted, true)
    assert.deepEqual(parametersOf(server.received[0]?.url ?? ''), {
      PhoneNumbers: '85251234567',
      SignName: '别的',
      TemplateCode: 'SMS_2',
      TemplateParam: '{"code":"123456","minutes":"5"}',
    })
  })

  test('a notice has its own template, and is not sent without one', async (t) => {
    const without = await openVendor(t, aliyun)
    assert.deepEqual(await without.send({}), { ...failed('REJECTED', false), detail: 'NO_TEMPLATE' })
    assert.equal(without.server.received.length, 0)
    const { server, send } = await openVendor(t, aliyun, { noticeTemplateCode: 'SMS_3' })
    assert.equal((await send({}))?.accepted, true)
    const { TemplateCode, TemplateParam } = parametersOf(server.received[0]?.url ?? '')
    assert.deepEqual([TemplateCode, TemplateParam], ['SMS_3', '{}'])
    const asked = { purpose: 'recovery-asked' }
    assert.deepEqual(await send(asked), { ...failed('REJECTED', false), detail: 'NO_TEMPLATE' })
    const both = await openVendor(t, aliyun, { noticeTemplateCode: 'SMS_3', recoveryTemplateCode: 'SMS_4' })
    await both.send(asked)
    assert.equal(parametersOf(both.server.received[0]?.url ?? '').TemplateCode, 'SMS_4')
  })

  test('each number of a list has a call and a result of its own', async (t) => {
    const { server, service } = await openVendor(t, aliyun)
    const results = await service.sendMessage([phone, '+8613900139000'], code)
    assert.deepEqual(
      results.map((result) => [result.phone, result.accepted]),
      [
        [phone, true],
        ['+8613900139000', true],
      ],
    )
    assert.equal(server.received.length, 2)
  })
})

describe('SMS.Aliyun: what comes back', () => {
  const refusals: readonly (readonly [string, string])[] = [
    ['isv.MOBILE_NUMBER_ILLEGAL', 'INVALID_NUMBER'],
    ['isv.BUSINESS_LIMIT_CONTROL', 'RATE_LIMITED'],
    ['isv.DAY_LIMIT_CONTROL', 'RATE_LIMITED'],
    ['isv.SMS_SIGNATURE_ILLEGAL', 'REJECTED'],
    ['isv.SMS_TEMPLATE_ILLEGAL', 'REJECTED'],
    ['isv.TEMPLATE_MISSING_PARAMETERS', 'REJECTED'],
    ['isv.INVALID_PARAMETERS', 'REJECTED'],
    ['isv.INVALID_JSON_PARAM', 'REJECTED'],
    ['isv.BLACK_KEY_CONTROL_LIMIT', 'REJECTED'],
    ['isv.PARAM_LENGTH_LIMIT', 'REJECTED'],
    ['isv.PARAM_NOT_SUPPORT_URL', 'REJECTED'],
    ['isp.RAM_PERMISSION_DENY', 'AUTH_FAILED'],
    ['isv.ACCOUNT_NOT_EXISTS', 'AUTH_FAILED'],
    ['isv.ACCOUNT_ABNORMAL', 'AUTH_FAILED'],
    ['isv.PRODUCT_UN_SUBSCRIPT', 'AUTH_FAILED'],
    ['isv.AMOUNT_NOT_ENOUGH', 'INSUFFICIENT_FUNDS'],
    ['isv.OUT_OF_SERVICE', 'INSUFFICIENT_FUNDS'],
  ]
  for (const [Code, reason] of refusals)
    test(`${Code} is ${reason}, and nothing left`, async (t) => {
      const { server, send } = await openVendor(t, aliyun)
      server.behave = say(200, { Code, Message: 'no', RequestId })
      assert.deepEqual(await send(), { ...failed(reason, false), detail: `${Code} ${RequestId}` })
    })

  const statuses: readonly (readonly [number, string, string])[] = [
    [400, 'Throttling.User', 'RATE_LIMITED'],
    [429, 'Throttling.Api', 'RATE_LIMITED'],
    [403, 'Forbidden.RAM', 'AUTH_FAILED'],
    [503, 'ServiceUnavailable', 'UNAVAILABLE'],
  ]
  for (const [status, Code, reason] of statuses)
    test(`${status} ${Code} is ${reason}, and nothing left`, async (t) => {
      const { server, send } = await openVendor(t, aliyun)
      server.behave = say(status, { Code, Message: 'no', RequestId })
      assert.deepEqual(await send(), { ...failed(reason, false), detail: `${Code} ${RequestId}` })
      assert.equal(server.received.length, 1)
    })

  for (const Code of ['isp.SYSTEM_ERROR', 'isp.GATEWAY_ERROR', 'NeverHeardOf'])
    test(`${Code}: nobody knows, so perhaps sent`, async (t) => {
      const { server, send } = await openVendor(t, aliyun)
      server.behave = say(200, { Code, Message: 'no', RequestId })
      assert.deepEqual(await send(), { ...failed('UNAVAILABLE', true), detail: `${Code} ${RequestId}` })
    })

  test('of a code that is none only plain characters reach the audit log', async (t) => {
    const { server, send } = await openVendor(t, aliyun)
    server.behave = say(200, { Code: `isv.\n\u001b[31m<b>${'x'.repeat(99)}`, RequestId })
    assert.equal((await send())?.detail, `isv.31mb${'x'.repeat(56)} ${RequestId}`)
  })

  test('500 InternalError: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, aliyun)
    server.behave = say(500, { Code: 'InternalError', Message: 'no', RequestId })
    assert.deepEqual(await send(), { ...failed('UNAVAILABLE', true), detail: `InternalError ${RequestId}` })
  })

  test('OK without a message id: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, aliyun)
    server.behave = say(200, { Code: 'OK', Message: 'OK', RequestId })
    assert.deepEqual(await send(), failed('UNAVAILABLE', true))
  })

  test('a wrong key and a wrong secret are AUTH_FAILED', async (t) => {
    const wrongKey = await openVendor(t, aliyun, { accessKey: 'LTAI5other' })
    assert.equal((await wrongKey.send())?.reason, 'AUTH_FAILED')
    const wrongSecret = await openVendor(t, aliyun, { accessSecret: 'another secret' })
    const result = await wrongSecret.send()
    assert.deepEqual([result?.reason, result?.perhapsSent], ['AUTH_FAILED', false])
    assert.match(String(result?.detail), /^SignatureDoesNotMatch /)
  })
})

vendorContract(aliyun)
