/** `SMS.AwsSns`, against the vendor as it documents itself. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigurationFaults } from '../../../src/elements/fault.ts'
import { awsError, awsKey, awsRegion, awsSignature, awsVendor } from './aws-sns-server.ts'
import { code, failed, openVendor, phone, type VendorCase, vendorContract } from './vendor-contract.ts'
import type { Answer } from './vendor-server.ts'

const MessageId = '567910cd-659e-55d4-8ccb-5aaf14679dc0'

const say =
  (status: number, body: string): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'r-1' }).end(body)

const published = (result: string) =>
  `<PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>${result}</PublishResult>` +
  '<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>'

const aws: VendorCase = {
  type: 'SMS.AwsSns',
  config: { ...awsKey, region: awsRegion },
  vendor: awsVendor,
  accept: say(200, published(`<MessageId>${MessageId}</MessageId>`)),
}

const parametersOf = (body: string) => {
  const { Action: _a, Version: _v, ...others } = Object.fromEntries(new URLSearchParams(body))
  return others
}

test('the signature of the tests is that of the documentation', () => {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
  }
  const request = { method: 'GET', url: '/?Action=ListUsers&Version=2010-05-08', headers, body: '' }
  const scope = { date: '20150830', region: 'us-east-1', service: 'iam', signed: Object.keys(headers) }
  assert.equal(
    awsSignature('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', request, scope),
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  )
})

const type = (n: number, name: string, value: string) => ({
  [`MessageAttributes.entry.${n}.Name`]: name,
  [`MessageAttributes.entry.${n}.Value.DataType`]: 'String',
  [`MessageAttributes.entry.${n}.Value.StringValue`]: value,
})

describe('SMS.AwsSns: what goes out', () => {
  test('a signed Publish with exactly these parameters', async (t) => {
    const { server, send } = await openVendor(t, aws)
    assert.deepEqual(await send(), { phone, messageId: MessageId, accepted: true })
    const [{ method, url, body } = assert.fail('nothing came')] = server.received
    assert.deepEqual([method, url], ['POST', '/'])
    assert.deepEqual(parametersOf(body), {
      PhoneNumber: phone,
      Message: 'Acme: your code is 123456. It is valid for 5 minutes. Do not share it.',
      ...type(1, 'AWS.SNS.SMS.SMSType', 'Transactional'),
    })
  })

  test('sender id and text of the element, over them those of the login type', async (t) => {
    const { server, send } = await openVendor(t, aws, { senderId: 'Acme', template: 'Code {code}' })
    await send()
    await send(code, { verifySign: 'Other', verifyTemplateCode: 'Your code: {code}' })
    const [first, second] = server.received.map(({ body }) => parametersOf(body))
    const typed = type(1, 'AWS.SNS.SMS.SMSType', 'Transactional')
    assert.deepEqual(first, {
      PhoneNumber: phone,
      Message: 'Code 123456',
      ...typed,
      ...type(2, 'AWS.SNS.SMS.SenderID', 'Acme'),
    })
    assert.deepEqual(second, {
      PhoneNumber: phone,
      Message: 'Your code: 123456',
      ...typed,
      ...type(2, 'AWS.SNS.SMS.SenderID', 'Other'),
    })
  })

  test('without keys the credentials come from the chain of the library', async (t) => {
    process.env.AWS_ACCESS_KEY_ID = awsKey.accessKey
    process.env.AWS_SECRET_ACCESS_KEY = awsKey.secretKey
    t.after(() => {
      delete process.env.AWS_ACCESS_KEY_ID
      delete process.env.AWS_SECRET_ACCESS_KEY
    })
    const { send } = await openVendor(t, { ...aws, config: { region: awsRegion } })
    assert.deepEqual([(await send())?.accepted, (await send())?.accepted], [true, true])
  })

  test('half a pair of keys is a fault', async (t) => {
    const { secretKey: _, ...config } = aws.config as typeof awsKey
    await assert.rejects(openVendor(t, { ...aws, config }), (error) => {
      assert.ok(error instanceof ConfigurationFaults)
      return /\/accessKey: set accessKey and secretKey, or neither/.test(error.message)
    })
  })
})

describe('SMS.AwsSns: what comes back', () => {
  const refusals: readonly (readonly [number, string, string])[] = [
    [400, 'Throttled', 'RATE_LIMITED'],
    [400, 'Throttling', 'RATE_LIMITED'],
    [429, 'Throttled', 'RATE_LIMITED'],
    [403, 'AuthorizationError', 'AUTH_FAILED'],
    [403, 'InvalidClientTokenId', 'AUTH_FAILED'],
    [403, 'SignatureDoesNotMatch', 'AUTH_FAILED'],
    [403, 'ExpiredToken', 'AUTH_FAILED'],
    [400, 'OptInRequired', 'AUTH_FAILED'],
    [400, 'InvalidParameter', 'REJECTED'],
    [400, 'ParameterValueInvalid', 'REJECTED'],
    [404, 'NotFound', 'REJECTED'],
    [503, 'ServiceUnavailable', 'UNAVAILABLE'],
  ]
  for (const [status, name, reason] of refusals)
    test(`${status} ${name} is ${reason}, and nothing left`, async (t) => {
      const { server, send } = await openVendor(t, aws)
      server.behave = say(status, awsError(name))
      assert.deepEqual(await send(), { ...failed(reason, false), detail: `${name} r-1` })
      assert.equal(server.received.length, 1)
    })

  test('InvalidParameter that names the number is INVALID_NUMBER', async (t) => {
    const { server, send } = await openVendor(t, aws)
    const text = 'Invalid parameter: PhoneNumber Reason: +1 is not valid to publish to'
    server.behave = say(400, awsError('InvalidParameter', text))
    const result = await send()
    assert.deepEqual([result?.reason, result?.perhapsSent], ['INVALID_NUMBER', false])
  })

  for (const name of ['InternalError', 'InternalFailure', 'NeverHeardOf'])
    test(`500 ${name}: nobody knows, so perhaps sent`, async (t) => {
      const { server, send } = await openVendor(t, aws)
      server.behave = say(500, awsError(name, 'no', 'Receiver'))
      const result = await send()
      assert.deepEqual([result?.reason, result?.perhapsSent], ['UNAVAILABLE', true])
      assert.equal(server.received.length, 1)
    })

  test('200 without a message id: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, aws)
    server.behave = say(200, published(''))
    assert.deepEqual(await send(), failed('UNAVAILABLE', true))
  })

  test('a wrong id and a wrong key are AUTH_FAILED', async (t) => {
    for (const wrong of [{ accessKey: 'AKIAOTHER' }, { secretKey: 'another key' }]) {
      const { send } = await openVendor(t, aws, wrong)
      const result = await send()
      assert.deepEqual([result?.reason, result?.perhapsSent], ['AUTH_FAILED', false])
    }
  })
})

vendorContract(aws)
