/** Where elements that are edited at run time may send to: not to what only this server reaches (spec 6). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { startSilence, startVendor } from '../../sms/services/vendor-server.ts'
import { openAdminApp } from './support/admin-app.ts'

const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-vendor', from: '+15005550006' }
const template = { verifySign: 'Acme', verifyTemplateCode: 'SMS_1' }
const vendors: Readonly<Record<string, object>> = {
  'SMS.Twilio': twilio,
  'SMS.Aliyun': { accessKey: 'id', accessSecret: 'secret', ...template },
  'SMS.Tencent': { secretId: 'id', secretKey: 'secret', sdkAppId: '1', region: 'ap-guangzhou', ...template },
  'SMS.AwsSns': { accessKey: 'id', secretKey: 'secret', region: 'eu-west-1' },
}

async function openDesk(t: TestContext, internal: readonly string[] = []) {
  const app = await openAdminApp(t, { app: { webhookInternalHosts: internal } })
  const owner = await app.keyOf('ann', 'owner')
  const service = (type: string, endpoint: string) => ({
    title: 'Vendor',
    type,
    settings: { ...vendors[type], endpoint },
  })
  const put = async (type: string, endpoint: string) =>
    (await app.admin('PUT', 'elements/SMS.vendor', { ...service(type, endpoint), version: 0 }, owner)).json()
  const check = async (type: string, endpoint: string) =>
    (
      await app.admin('POST', 'elements/check', { fullName: 'SMS.vendor', ...service(type, endpoint) }, owner)
    ).json()
  const trySms = async () =>
    (await app.admin('POST', 'elements/SMS.vendor/try-sms', { to: '+13105550123' }, owner)).json()
  return { ...app, put, check, trySms }
}

const inside = [
  'https://127.0.0.1:8443',
  'https://10.0.0.7',
  'https://192.168.1.1',
  'https://169.254.169.254',
  'https://[::1]',
  'https://[fd00::1]',
  'https://[::ffff:10.0.0.7]',
  'https://0x7f000001',
]

describe('the endpoint of an edited SMS service', () => {
  test('is refused where its address is not public, or http', async (t) => {
    const app = await openDesk(t)
    for (const endpoint of [...inside, 'http://localhost:8080', 'http://127.0.0.1']) {
      const { faults } = await app.check('SMS.Twilio', endpoint)
      const [{ pointer, message }] = faults
      assert.equal(pointer, '/endpoint', endpoint)
      assert.match(message, /not public|has to be https/, endpoint)
      assert.equal((await app.put('SMS.Twilio', endpoint)).error, 'ELEMENT_FAULTY', endpoint)
    }
    assert.deepEqual((await app.check('SMS.Twilio', 'https://8.8.8.8')).faults, [])
  })

  for (const type of Object.keys(vendors))
    test(`${type}: a name that leads inside is not called`, async (t) => {
      const app = await openDesk(t)
      const silence = await startSilence(t)
      const name = type === 'SMS.Tencent' ? 'sms.localhost' : 'localhost'
      const made = await app.put(type, `https://${name}:${silence.port}`)
      assert.equal(typeof made.version, 'number', JSON.stringify(made))
      assert.deepEqual(await app.trySms(), {
        accepted: false,
        reason: 'UNAVAILABLE',
        detail: 'ADDRESS_REFUSED',
      })
      assert.equal(silence.connections, 0)
    })

  test('may be a host that the operator names', async (t) => {
    const app = await openDesk(t, ['127.0.0.1'])
    const vendor = { type: 'application/json', check: () => undefined }
    const server = await startVendor(t, vendor, (response) =>
      response
        .writeHead(201, { 'content-type': 'application/json' })
        .end(JSON.stringify({ sid: 'SM1', status: 'queued' })),
    )
    await app.put('SMS.Twilio', `http://127.0.0.1:${server.port}`)
    assert.deepEqual(await app.trySms(), { accepted: true, vendorId: 'SM1' })
    assert.equal(server.received.length, 1)
  })
})
