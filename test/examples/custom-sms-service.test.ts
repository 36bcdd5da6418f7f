/** examples/custom-sms-service, against a gateway on a socket of this machine. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { ConfigurationFaults } from '../../src/elements/fault.ts'
import type { PhoneLogin } from '../../src/index.ts'
import type { SmsResult } from '../../src/sms/sms-service.ts'
import { refusal } from '../support/refusals.ts'
import { openExample } from './open-example.ts'
import { answer, type Behaviour, gatewaySecret, startGateway } from './sms-gateway-server.ts'

const phone = '13800138000'

async function openGateway(t: TestContext, url?: string, settings: object = {}) {
  const gateway = await startGateway(t)
  const environment = { SMS_GATEWAY_URL: url ?? gateway.url, SMS_GATEWAY_SECRET: gatewaySecret }
  const configuration = {
    endpoint: '{{SMS_GATEWAY_URL}}',
    secret: '{{SMS_GATEWAY_SECRET}}',
    verifySign: 'Acme',
  }
  const files = { 'SMS/gateway/gateway.json': JSON.stringify({ ...configuration, ...settings }) }
  const example = await openExample(t, 'custom-sms-service', environment, files)
  const login = example.app.getElement<PhoneLogin>('auths.loginTypes.phone')
  const service = example.app.getElement<{
    sendMessage(phoneList: string[], params: object, options?: object): Promise<SmsResult[]>
  }>('SMS.gateway')
  return { ...example, gateway, login, service }
}

/** One port that nobody listens on. */
async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

describe('examples/custom-sms-service: what goes out', () => {
  test('a person logs in with the code that the gateway got, over HTTP', async (t) => {
    const { gateway, element } = await openGateway(t)
    const sent = await element('sendMessage', { phone })
    assert.deepEqual(sent.json.data, { code: 200, message: 'success' })
    const [{ headers, message } = assert.fail('nothing came')] = gateway.received
    const { to, from, text = '' } = message
    assert.deepEqual([to, from, headers['content-type']], ['+8613800138000', 'Acme', 'application/json'])
    assert.match(String(headers['idempotency-key']), /^[\da-f-]{36}$/)
    const code = /\d{6}/.exec(text)?.[0]
    assert.equal(text, `${code} (5 min)`)
    const { json } = await element('register', { phone, code, nick: 'Ann' })
    assert.equal(json.errcode, 0)
  })

  test('and over the SDK API', async (t) => {
    const { gateway, sdk } = await openGateway(t)
    assert.equal((await sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })).status, 200)
    const verify_code = /\d{6}/.exec(gateway.received[0]?.message.text ?? '')?.[0]
    const { json } = await sdk('login/mobile-verify-code', { mobile: phone, verify_code })
    assert.equal(json.status, 'SUCCESS')
  })

  test('signature and text of the login type win, and each number of a list has its own result', async (t) => {
    const { gateway, service } = await openGateway(t)
    const options = { verifySign: 'Other', verifyTemplateCode: 'Your code: {code}' }
    const results = await service.sendMessage(['+8613800138000', '+14155550100'], { code: '123456' }, options)
    assert.deepEqual(results, [
      { phone: '+8613800138000', messageId: 'm-1', accepted: true },
      { phone: '+14155550100', messageId: 'm-1', accepted: true },
    ])
    assert.deepEqual(gateway.received.map(({ message }) => message.to).toSorted(), [
      '+14155550100',
      '+8613800138000',
    ])
    assert.deepEqual(
      [gateway.received[0]?.message.from, gateway.received[0]?.message.text],
      ['Other', 'Your code: 123456'],
    )
  })

  test('each notice has a text of its own, and one that it does not know is not sent', async (t) => {
    const { gateway, service } = await openGateway(t)
    const tell = (purpose: string) => service.sendMessage(['+8613800138000'], { purpose, language: 'en' })
    await tell('phone-changed')
    await tell('recovery-asked')
    const [unknown] = await tell('something-else')
    assert.deepEqual([unknown?.accepted, unknown?.detail], [false, 'NO_TEMPLATE'])
    const [changed, asked, ...more] = gateway.received.map(({ message }) => message.text)
    assert.equal(changed, 'The phone number of your account was changed.')
    assert.match(String(asked), /本手机号登录.*\n.*log in with this number: that stops it/)
    assert.deepEqual(more, [])
  })
})

describe('examples/custom-sms-service: what comes back', () => {
  const clear: readonly (readonly [number, string])[] = [
    [400, 'INVALID_NUMBER'],
    [401, 'AUTH_FAILED'],
    [402, 'INSUFFICIENT_FUNDS'],
    [403, 'AUTH_FAILED'],
    [422, 'REJECTED'],
    [429, 'RATE_LIMITED'],
    [503, 'UNAVAILABLE'],
  ]
  for (const [status, reason] of clear)
    test(`${status} is ${reason}, and nothing left`, async (t) => {
      const { gateway, service } = await openGateway(t)
      gateway.behave = (response) => answer(response, status, '{ "id": "m-1" }')
      const [result] = await service.sendMessage([phone], { code: '123456' })
      assert.deepEqual(result, { phone, messageId: '', accepted: false, reason, perhapsSent: false })
    })

  const unclear: readonly (readonly [string, Behaviour])[] = [
    ['500', (response) => answer(response, 500)],
    ['a redirect, which is not followed', (response) => response.writeHead(307, { location: '/' }).end()],
    ['200 that cannot be read', (response) => answer(response, 200, '<html>')],
    ['200 without an id', (response) => answer(response, 200, '{}')],
    ['null', (response) => answer(response, 200, 'null')],
    ['a connection that breaks', (response) => response.socket?.destroy()],
    [
      'half an answer',
      (response) =>
        response.writeHead(200, { 'content-length': 99 }).write('{', () => response.socket?.destroy()),
    ],
  ]
  for (const [name, behave] of unclear)
    test(`${name}: the message has perhaps left`, async (t) => {
      const { gateway, service } = await openGateway(t)
      gateway.behave = behave
      const [result] = await service.sendMessage([phone], { code: '123456' })
      assert.deepEqual(result, {
        phone,
        messageId: '',
        accepted: false,
        reason: 'UNAVAILABLE',
        perhapsSent: true,
      })
      assert.equal(gateway.received.length, 1, 'no second try')
    })

  test('nobody listens: nothing left', async (t) => {
    const url = `http://127.0.0.1:${await closedPort()}/`
    const { service } = await openGateway(t, url)
    const [result] = await service.sendMessage([phone], { code: '123456' })
    assert.deepEqual([result?.reason, result?.perhapsSent], ['UNAVAILABLE', false])
  })

  test('no TLS: nothing left', async (t) => {
    const plain = await startGateway(t)
    const { service } = await openGateway(t, plain.url.replace('http:', 'https:'))
    const [result] = await service.sendMessage([phone], { code: '123456' })
    assert.deepEqual([result?.reason, result?.perhapsSent, plain.received.length], ['UNAVAILABLE', false, 0])
  })

  test('no answer within its deadline, which is below the five seconds of the program: perhaps sent', async (t) => {
    const { gateway, service } = await openGateway(t, undefined, { timeoutMs: 60 })
    gateway.behave = () => {}
    const [result] = await service.sendMessage([phone], { code: '123456' })
    assert.deepEqual(result, { phone, messageId: '', accepted: false, reason: 'TIMEOUT', perhapsSent: true })
  })
})

describe('examples/custom-sms-service: what the phone login makes of it', () => {
  test('what did not leave may be asked for again at once', async (t) => {
    const { gateway, element } = await openGateway(t)
    gateway.behave = (response) => answer(response, 503)
    const failed = await element('sendMessage', { phone })
    assert.match(String(failed.json.errmsg), /^SMS_SEND_FAILED: The message could not be sent$/)
    gateway.behave = (response) => answer(response, 200, '{ "id": "m-2" }')
    assert.equal((await element('sendMessage', { phone })).status, 200)
  })

  test('what has perhaps left is not sent a second time before the interval is over', async (t) => {
    const { gateway, login, clock } = await openGateway(t)
    gateway.behave = (response) => answer(response, 500)
    await assert.rejects(login.sendMessage(phone), refusal('SMS_SEND_FAILED', 45))
    await assert.rejects(login.sendMessage(phone), refusal('SEND_TOO_FREQUENT', 45))
    assert.equal(gateway.received.length, 1)
    clock.advance(45_000)
    await assert.rejects(login.sendMessage(phone), refusal('SMS_SEND_FAILED', 45))
    assert.equal(gateway.received.length, 2)
  })
})

describe('examples/custom-sms-service: configuration', () => {
  async function faultsOf(t: TestContext, environment: Readonly<Record<string, string>>): Promise<string> {
    const error = await openExample(t, 'custom-sms-service', environment).catch((caught: unknown) => caught)
    assert.ok(error instanceof ConfigurationFaults)
    return error.message
  }

  test('address and secret come from the environment, and nothing starts without them', async (t) => {
    assert.equal(
      await faultsOf(t, {}),
      [
        'SMS/gateway/gateway.json: /endpoint: the environment has no SMS_GATEWAY_URL',
        'SMS/gateway/gateway.json: /secret: the environment has no SMS_GATEWAY_SECRET',
      ].join('\n'),
    )
  })

  for (const endpoint of ['http://sms.example.com/', 'ftp://127.0.0.1/', 'no address'])
    test(`${endpoint} is refused: codes and the secret would go over the network in clear`, async (t) => {
      const environment = { SMS_GATEWAY_URL: endpoint, SMS_GATEWAY_SECRET: gatewaySecret }
      assert.equal(
        await faultsOf(t, environment),
        'SMS/gateway/gateway.json: /endpoint: must be an https address',
      )
    })

  test('the secret is masked for everyone but the system', async (t) => {
    const { app, elements } = await openGateway(t)
    const anyone = app.with({ caller: { kind: 'anonymous' } })
    assert.equal(anyone.getElement<PhoneLogin>('auths.loginTypes.phone').authConfig.secret, '******')
    assert.equal(elements.registry().element('SMS.HttpGateway')?.class?.name, 'HttpGateway')
  })
})
