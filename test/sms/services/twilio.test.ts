/** `SMS.Twilio`, against the vendor as it documents itself. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigurationFaults } from '../../../src/elements/fault.ts'
import { basicAuthorization, twilioKey, twilioVendor } from './twilio-server.ts'
import { code, failed, openVendor, phone, type VendorCase, vendorContract } from './vendor-contract.ts'
import type { Answer } from './vendor-server.ts'

const sid = `SM${'1'.repeat(32)}`

const say =
  (status: number, body: object): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const message = { sid, status: 'queued', error_code: null, error_message: null, num_segments: '1' }

const twilio: VendorCase = {
  type: 'SMS.Twilio',
  config: { ...twilioKey, from: '+15005550006' },
  vendor: twilioVendor,
  accept: say(201, message),
}

const parametersOf = (body: string) => Object.fromEntries(new URLSearchParams(body))

test('the authorization of the tests is that of RFC 7617', () => {
  assert.equal(basicAuthorization('Aladdin', 'open sesame'), 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
})

describe('SMS.Twilio: what goes out', () => {
  test('one message with exactly these parameters', async (t) => {
    const { server, send } = await openVendor(t, twilio)
    assert.deepEqual(await send(), { phone, messageId: sid, accepted: true })
    assert.deepEqual(parametersOf(server.received[0]?.body ?? ''), {
      To: phone,
      From: '+15005550006',
      Body: 'Acme: your code is 123456. It is valid for 5 minutes. Do not share it.',
    })
  })

  test('a messaging service instead of a sender', async (t) => {
    const MessagingServiceSid = `MG${'2'.repeat(32)}`
    const config = { ...twilioKey, messagingServiceSid: MessagingServiceSid }
    const { server, send } = await openVendor(t, { ...twilio, config })
    await send()
    const { Body: _, ...others } = parametersOf(server.received[0]?.body ?? '')
    assert.deepEqual(others, { To: phone, MessagingServiceSid })
  })

  test('a text of the element, over it one of the login type; a notice and Chinese have texts of their own', async (t) => {
    const { server, send } = await openVendor(t, twilio, { template: '{app} {code} {minutes}' })
    await send()
    await send(code, { verifyTemplateCode: 'Your code: {code}' })
    await send({ language: 'en' })
    const texts = server.received.map(({ body }) => parametersOf(body).Body)
    assert.deepEqual(texts.slice(0, 2), ['Acme 123456 5', 'Your code: 123456'])
    assert.match(String(texts[2]), /^Acme: the phone number of your account was changed/)
    const chinese = await openVendor(t, twilio)
    await chinese.send({ ...code, language: 'zh' })
    assert.match(
      String(parametersOf(chinese.server.received[0]?.body ?? '').Body),
      /^【Acme】验证码 123456，5 分钟/,
    )
  })

  for (const sender of [{}, { from: '+15005550006', messagingServiceSid: `MG${'2'.repeat(32)}` }])
    test(`a fault: ${Object.keys(sender).length} senders`, async (t) => {
      const opening = openVendor(t, { ...twilio, config: { ...twilioKey, ...sender } })
      await assert.rejects(opening, (error) => {
        assert.ok(error instanceof ConfigurationFaults)
        return /\/from: set either from or messagingServiceSid/.test(error.message)
      })
    })
})

describe('SMS.Twilio: what comes back', () => {
  const refusals: readonly (readonly [number, number, string])[] = [
    [400, 21211, 'INVALID_NUMBER'],
    [400, 21614, 'INVALID_NUMBER'],
    [400, 21610, 'REJECTED'],
    [400, 21606, 'REJECTED'],
    [400, 21408, 'REJECTED'],
    [400, 21617, 'REJECTED'],
    [400, 21611, 'RATE_LIMITED'],
    [429, 20429, 'RATE_LIMITED'],
    [429, 63038, 'RATE_LIMITED'],
    [401, 20003, 'AUTH_FAILED'],
    [403, 20005, 'AUTH_FAILED'],
    [400, 30002, 'INSUFFICIENT_FUNDS'],
  ]
  for (const [status, number, reason] of refusals)
    test(`${status} ${number} is ${reason}, and nothing left`, async (t) => {
      const { server, send } = await openVendor(t, twilio)
      server.behave = say(status, { code: number, message: 'no', more_info: '', status })
      assert.deepEqual(await send(), { ...failed(reason, false), detail: String(number) })
      assert.equal(server.received.length, 1)
    })

  test('500 20500: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, twilio)
    server.behave = say(500, { code: 20500, message: 'no', more_info: '', status: 500 })
    assert.deepEqual(await send(), { ...failed('UNAVAILABLE', true), detail: '20500' })
  })

  test('a message that failed at once has its error code', async (t) => {
    const { server, send } = await openVendor(t, twilio)
    server.behave = say(201, { ...message, status: 'failed', error_code: 30002 })
    assert.deepEqual(await send(), { ...failed('INSUFFICIENT_FUNDS', false), detail: `30002 ${sid}` })
    server.behave = say(201, { ...message, status: 'failed' })
    assert.deepEqual(await send(), failed('UNAVAILABLE', true))
  })

  test('201 without a sid: perhaps sent', async (t) => {
    const { server, send } = await openVendor(t, twilio)
    server.behave = say(201, { status: 'queued' })
    assert.deepEqual(await send(), failed('UNAVAILABLE', true))
  })

  test('a wrong token is AUTH_FAILED', async (t) => {
    const { send } = await openVendor(t, twilio, { authToken: 'another token' })
    assert.deepEqual(await send(), { ...failed('AUTH_FAILED', false), detail: '20003' })
  })
})

vendorContract(twilio)
