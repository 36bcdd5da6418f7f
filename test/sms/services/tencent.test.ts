/** `SMS.Tencent`, against the vendor as it documents itself. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigurationFaults } from '../../../src/elements/fault.ts'
import { tencentKey, tencentSignature, tencentVendor } from './tencent-server.ts'
import { code, failed, openVendor, phone, type VendorCase, vendorContract } from './vendor-contract.ts'
import type { Answer } from './vendor-server.ts'

const RequestId = 'a0aabda6-cf91-4f3e-a81f-9198114a2279'

const say =
  (Response: object): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ Response }))

const status = (Code: string, SerialNo = '') =>
  say({
    SendStatusSet: [{ SerialNo, PhoneNumber: phone, Fee: 1, Code, Message: Code, IsoCode: 'CN' }],
    RequestId,
  })

const tencent: VendorCase = {
  type: 'SMS.Tencent',
  config: {
    ...tencentKey,
    sdkAppId: '1400006666',
    region: 'ap-guangzhou',
    verifySign: '腾讯云',
    verifyTemplateCode: '1234',
    templateParams: ['code', 'minutes'],
  },
  vendor: tencentVendor,
  accept: status('Ok', '5000:1045710669157053657849499619'),
  host: 'sms.localhost',
  waitsOn: true,
}

test('the signature of the tests is that of the documentation', () => {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    host: 'cvm.tencentcloudapi.com',
    'x-tc-action': 'DescribeInstances',
    'x-tc-timestamp': '1551113065',
  }
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
  const scope = { date: '2019-02-25', service: 'cvm', signed: ['content-type', 'host', 'x-tc-action'] }
  assert.equal(
    tencentSignature('*'.repeat(32), { method: 'POST', url: '/', headers, body }, scope),
    '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f',
  )
})

describe('SMS.Tencent: what goes out', () => {
  test('a signed SendSms with exactly these parameters', async (t) => {
    const { server, send } = await openVendor(t, tencent)
    assert.deepEqual(await send(), {
      phone,
      messageId: '5000:1045710669157053657849499619',
      accepted: true,
    })
    const [{ method, url, headers, body } = assert.fail('nothing came')] = server.received
    assert.deepEqual([method, url, headers['x-tc-region']], ['POST', '/', 'ap-guangzhou'])
    assert.deepEqual(JSON.parse(body), {
      PhoneNumberSet: [phone],
      SmsSdkAppId: '1400006666',
      SignName: '腾讯云',
      TemplateId: '1234',
      TemplateParamSet: ['123456', '5'],
    })
  })

  test('signature and template of the login type win', async (t) => {
    const { server, send } = await openVendor(t, tencent)
    await send(code, { verifySign: '别的', verifyTemplateCode: '99' })
    const { SignName, TemplateId } = JSON.parse(server.received[0]?.body ?? '{}')
    assert.deepEqual([SignName, TemplateId], ['别的', '99'])
  })

  test('a notice has its own template, and is not sent without one', async (t) => {
    const without = await openVendor(t, tencent)
    assert.deepEqual(await without.send({}), { ...failed('REJECTED', false), detail: 'NO_TEMPLATE' })
    const { server, send } = await openVendor(t, tencent, { noticeTemplateCode: '77' })
    await send({})
    const { TemplateId, TemplateParamSet } = JSON.parse(server.received[0]?.body ?? '{}')
    assert.deepEqual([TemplateId, TemplateParamSet], ['77', []])
  })

  test('an endpoint whose first label is not sms is a fault: the library would sign for another service', async (t) => {
    const opening = openVendor(t, tencent, { endpoint: 'https://vendor.example.com' })
    await assert.rejects(opening, (error) => {
      assert.ok(error instanceof ConfigurationFaults)
      return /\/endpoint: the host must begin with sms\./.test(error.message)
    })
  })
})

describe('SMS.Tencent: what comes back', () => {
  const refusals: readonly (readonly [string, string])[] = [
    ['InvalidParameterValue.IncorrectPhoneNumber', 'INVALID_NUMBER'],
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'RATE_LIMITED'],
    ['LimitExceeded.PhoneNumberOneHourLimit', 'RATE_LIMITED'],
    ['LimitExceeded.PhoneNumberDailyLimit', 'RATE_LIMITED'],
    ['LimitExceeded.AppDailyLimit', 'RATE_LIMITED'],
    ['FailedOperation.SignatureIncorrectOrUnapproved', 'REJECTED'],
    ['FailedOperation.TemplateIncorrectOrUnapproved', 'REJECTED'],
    ['FailedOperation.TemplateParamSetNotMatchApprovedTemplate', 'REJECTED'],
    ['FailedOperation.ContainSensitiveWord', 'REJECTED'],
    ['FailedOperation.PhoneNumberInBlacklist', 'REJECTED'],
    ['UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone', 'REJECTED'],
    ['UnauthorizedOperation.SdkAppIdIsDisabled', 'AUTH_FAILED'],
    ['FailedOperation.InsufficientBalanceInSmsPackage', 'INSUFFICIENT_FUNDS'],
    ['UnauthorizedOperation.ServiceSuspendDueToArrears', 'INSUFFICIENT_FUNDS'],
  ]
  for (const [Code, reason] of refusals)
    test(`${Code} is ${reason}, and nothing left`, async (t) => {
      const { server, send } = await openVendor(t, tencent)
      const expected = { ...failed(reason, false), detail: `${Code} ${RequestId}` }
      server.behave = status(Code)
      assert.deepEqual(await send(), expected)
      server.behave = say({ Error: { Code, Message: 'no' }, RequestId })
      assert.deepEqual(await send(), expected, 'as the error of the whole call')
    })

  test('RequestLimitExceeded is RATE_LIMITED', async (t) => {
    const { server, send } = await openVendor(t, tencent)
    server.behave = say({ Error: { Code: 'RequestLimitExceeded', Message: 'no' }, RequestId })
    const detail = `RequestLimitExceeded ${RequestId}`
    assert.deepEqual(await send(), { ...failed('RATE_LIMITED', false), detail })
    assert.equal(server.received.length, 1)
  })

  for (const Code of ['InternalError.Timeout', 'InternalError.OtherError', 'NeverHeardOf'])
    test(`${Code}: nobody knows, so perhaps sent`, async (t) => {
      const { server, send } = await openVendor(t, tencent)
      server.behave = status(Code)
      assert.deepEqual(await send(), { ...failed('UNAVAILABLE', true), detail: `${Code} ${RequestId}` })
    })

  test('Ok without a serial number: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, tencent)
    server.behave = status('Ok')
    assert.deepEqual(await send(), failed('UNAVAILABLE', true))
  })

  test('a wrong id and a wrong key are AUTH_FAILED', async (t) => {
    const wrongId = await openVendor(t, tencent, { secretId: 'AKIDother' })
    const noId = await wrongId.send()
    assert.deepEqual([noId?.reason, noId?.perhapsSent], ['AUTH_FAILED', false])
    const wrongKey = await openVendor(t, tencent, { secretKey: 'another key' })
    assert.match(String((await wrongKey.send())?.detail), /^AuthFailure.SignatureFailure /)
  })
})

vendorContract(tencent)
