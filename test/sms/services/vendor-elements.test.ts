/** The vendors' services as elements of an app: their libraries, settings and secrets, and what a login makes of them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ConfigurationFaults, formatFault } from '../../../src/elements/fault.ts'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { installLine, vendorSdks } from '../../../src/sms/vendor-sdk.ts'
import { cliApp } from '../../cli/support/cli-app.ts'
import { runLatchkey } from '../../cli/support/run-latchkey.ts'
import { audited } from '../../login/phone/phone-people.ts'
import { openTestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeTree } from '../../support/write-tree.ts'
import { aliyunKey, aliyunVendor } from './aliyun-server.ts'
import { startVendor } from './vendor-server.ts'

const aliyun = { ...aliyunKey, verifySign: 'Acme', verifyTemplateCode: 'SMS_1' }

const configurations = {
  'SMS.Aliyun': aliyun,
  'SMS.Tencent': { secretId: 'a', secretKey: 'b', sdkAppId: '1', region: 'ap-guangzhou' },
  'SMS.Twilio': { accountSid: 'AC1', authToken: 'b', from: '+15005550006' },
  'SMS.AwsSns': { region: 'eu-west-1' },
}

/** Nothing, or what is wrong with `config` of a service that a phone login names. */
async function faultsOf(
  t: TestContext,
  type: string,
  config: object,
  smsConfig: object = {},
): Promise<string> {
  const elements = {
    'SMS.vendor': { type, config: { ...config } },
    'auths.loginTypes.phone': { config: { smsFullName: 'SMS.vendor', smsConfig } },
  }
  const opened = await openTestApp(t, { elements }).catch((error: unknown) => error)
  return opened instanceof ConfigurationFaults ? opened.faults.map(formatFault).join('\n') : ''
}

describe('spec 4 rule 1: the libraries of the vendors', () => {
  const files = Object.fromEntries(
    Object.entries(configurations).flatMap(([type, config], i) => [
      [`SMS/s${i}/e.json`, { title: type, type }],
      [`SMS/s${i}/s${i}.json`, config],
    ]),
  )

  /** The environment of a process in which the packages meet `hook`. */
  function hooked(t: TestContext, hook: string): Record<string, string> {
    const folder = temporaryFolder(t)
    const names = JSON.stringify(Object.keys(vendorSdks))
    const source = `import { registerHooks } from 'node:module'\nconst names = ${names}\nregisterHooks({ ${hook} })`
    writeTree(folder, { 'hook.mjs': source })
    return { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'hook.mjs')).href}` }
  }

  test('none is loaded before a message needs it', async (t) => {
    const environment = hooked(
      t,
      "load(url, context, next) { if (names.some((name) => url.includes('/node_modules/' + name + '/'))) throw new Error('loaded ' + url); return next(url, context) }",
    )
    const { status, stderr } = await runLatchkey({ ...cliApp(t, files), environment }, 'element', 'check')
    assert.equal(status, 0, stderr)
  })

  test('what is not installed is a fault at the start, with the line to type', async (t) => {
    const environment = hooked(
      t,
      "resolve(name, context, next) { if (names.includes(name)) throw Object.assign(new Error('none'), { code: 'ERR_MODULE_NOT_FOUND' }); return next(name, context) }",
    )
    const { status, stdout, stderr } = await runLatchkey(
      { ...cliApp(t, files), environment },
      'element',
      'check',
    )
    assert.equal(status, 78)
    for (const sdk of Object.keys(vendorSdks) as (keyof typeof vendorSdks)[])
      assert.match(
        stdout + stderr,
        new RegExp(`${sdk} is not installed: ${installLine(sdk).replaceAll('.', '\\.')}$`, 'm'),
      )
  })

  test('the versions are those of package.json, exact and optional', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
    const { peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(text)
    for (const [sdk, version] of Object.entries(vendorSdks)) {
      assert.deepEqual([peerDependencies[sdk], devDependencies[sdk]], [version, version])
      assert.deepEqual(peerDependenciesMeta[sdk], { optional: true })
    }
    assert.deepEqual(Object.keys(peerDependencies).toSorted(), Object.keys(vendorSdks).toSorted())
  })
})

describe('spec 4: settings of the vendors', () => {
  for (const key of ['verifySign', 'verifyTemplateCode'] as const)
    for (const type of ['SMS.Aliyun', 'SMS.Tencent'] as const)
      test(`${type}: ${key} is set in the element or in the login type, else it is a fault`, async (t) => {
        const both = { verifySign: 'Acme', verifyTemplateCode: 'SMS_1' }
        const config: Record<string, unknown> = { ...configurations[type], ...both, [key]: undefined }
        assert.equal(
          await faultsOf(t, type, config),
          `SMS/vendor/vendor.json: /${key}: is set neither here nor in smsConfig of auths.loginTypes.phone`,
        )
        assert.equal(await faultsOf(t, type, config, { [key]: 'set' }), '')
      })

  for (const endpoint of [
    'http://sms.example.com',
    'http://localhost.example.com',
    'https://sms.example.com/path',
    'https://user@sms.example.com',
    'no address',
  ])
    test(`the endpoint ${endpoint} is a fault`, async (t) => {
      assert.match(
        await faultsOf(t, 'SMS.Aliyun', { ...aliyun, endpoint }),
        /: \/endpoint: must be https:\/\/HOST/,
      )
    })

  for (const endpoint of [
    'https://sms.example.com',
    'https://sms.example.com:8443/',
    'http://127.0.0.1:1',
    'http://sms.localhost:1',
    'http://[::1]:1',
  ])
    test(`the endpoint ${endpoint} is fine`, async (t) => {
      assert.equal(await faultsOf(t, 'SMS.Aliyun', { ...aliyun, endpoint }), '')
    })

  for (const type of ['SMS.Twilio', 'SMS.AwsSns'] as const)
    test(`${type}: a text of a login without {code} is a fault`, async (t) => {
      assert.equal(
        await faultsOf(t, type, configurations[type], { verifyTemplateCode: 'SMS_1' }),
        'SMS/vendor/vendor.json: verifyTemplateCode of auths.loginTypes.phone is the text of a message here, and has no {code}',
      )
      assert.equal(await faultsOf(t, type, configurations[type], { verifyTemplateCode: 'Code {code}' }), '')
    })

  test('secrets are masked', async (t) => {
    const place = cliApp(t, {
      'SMS/aliyun/e.json': { title: 'Aliyun', type: 'SMS.Aliyun' },
      'SMS/aliyun/aliyun.json': aliyun,
    })
    const { stdout } = await runLatchkey(place, 'element', 'show', 'SMS.aliyun')
    assert.match(stdout, /"accessSecret": "\*{6}"/)
    assert.ok(!stdout.includes(aliyun.accessSecret))
  })
})

describe('spec 4: a phone login that sends through a vendor', () => {
  async function openLogin(t: TestContext) {
    const server = await startVendor(t, aliyunVendor(), (response) =>
      response.end(JSON.stringify({ Code: 'OK', BizId: 'b-1', RequestId: 'r-1' })),
    )
    const endpoint = `http://127.0.0.1:${server.port}`
    const smsConfig = { verifySign: '登录' }
    const opened = await openTestApp(t, {
      elements: {
        'SMS.aliyun': { type: 'SMS.Aliyun', config: { ...aliyun, endpoint } },
        'auths.loginTypes.phone': { config: { smsFullName: 'SMS.aliyun', smsConfig } },
      },
    })
    const login = opened.app.getElement<PhoneLogin>('auths.loginTypes.phone')
    const parameters = () => new URL(server.received.at(-1)?.url ?? '', 'http://vendor').searchParams
    return { ...opened, server, login, parameters }
  }

  test('the code of the message logs in; the vendor wants a minute between two', async (t) => {
    const { login, parameters, server } = await openLogin(t)
    await login.sendMessage('13800138000')
    assert.equal(parameters().get('SignName'), '登录')
    const { code } = JSON.parse(parameters().get('TemplateParam') ?? '{}')
    assert.ok(await login.register('13800138000', code, 'Ann'))
    await assert.rejects(login.sendMessage('13800138000'), refusal('SEND_TOO_FREQUENT', 60))
    assert.equal(server.received.length, 1)
  })

  test('rule 2: code and request id of the vendor are in the audit log, not in the answer', async (t) => {
    const opened = await openLogin(t)
    opened.server.behave = (response) =>
      response.end(JSON.stringify({ Code: 'isv.AMOUNT_NOT_ENOUGH', Message: 'no', RequestId: 'r-2' }))
    const error = await opened.login.sendMessage('13800138000').catch((caught: unknown) => caught)
    assert.ok(refusal('SMS_SEND_FAILED')(error))
    assert.ok(!JSON.stringify(error).includes('isv.'))
    const [record] = await audited(opened, 'code.send')
    assert.deepEqual(
      [record?.result, record?.detail],
      ['SMS_SEND_FAILED', 'INSUFFICIENT_FUNDS isv.AMOUNT_NOT_ENOUGH r-2'],
    )
  })

  test('rule 3: what is clearly not sent may be asked for at once, what is perhaps sent after the interval', async (t) => {
    const { login, server } = await openLogin(t)
    server.behave = (response) =>
      response.end(JSON.stringify({ Code: 'isv.BUSINESS_LIMIT_CONTROL', RequestId: 'r-3' }))
    await assert.rejects(login.sendMessage('13800138000'), refusal('SMS_SEND_FAILED'))
    server.behave = (response) => response.socket?.destroy()
    await assert.rejects(login.sendMessage('13800138000'), refusal('SMS_SEND_FAILED', 60))
    await assert.rejects(login.sendMessage('13800138000'), refusal('SEND_TOO_FREQUENT', 60))
    assert.equal(server.received.length, 2)
  })
})
