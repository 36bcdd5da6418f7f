/** What the two documents on phone login say beside their samples: elements, options, properties, arguments. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { tempFolder } from '../elements/support/temp-folder.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp } from './open-seed-app.ts'
import { code, phone, phoneConfig, phoneFiles, phoneManifest, phoneSampleFiles } from './sample-files.ts'
import { phoneLoginOf, registerUser } from './sample-users.ts'

const manifestFile = 'auths/loginTypes/myPhoneLogin/e.json'
const configFile = 'auths/loginTypes/myPhoneLogin/phoneConfig.json'

describe('seeds 000 and 001: elements', () => {
  test('Meta, Type and Instance are three tiers', async (t) => {
    const { app } = await openSeedApp(t, phoneFiles)
    const [instance] = app.findElements({ type: 'auths.loginTypes.PhoneType', tier: 'instance' })
    const ofMeta = app.findElements({ type: 'auths.loginTypes.Meta' }).map(({ fullName }) => fullName)
    assert.equal(instance?.fullName, 'auths.loginTypes.myPhoneLogin')
    assert.ok(ofMeta.includes('auths.loginTypes.PhoneType'))
    assert.ok(ofMeta.includes('auths.loginTypes.myPhoneLogin'))
  })

  test('an app may have a Type of its own that extends the official one', async (t) => {
    const { app } = await openSeedApp(t, {
      ...phoneFiles,
      [manifestFile]: { ...phoneManifest, type: 'auths.loginTypes.StaffType' },
      'auths/loginTypes/StaffType/e.json': {
        title: 'Staff',
        type: 'auths.loginTypes.PhoneType',
        backendBundleEntry: './staff-type.ts',
      },
      'auths/loginTypes/StaffType/staff-type.ts': [
        "import { PhoneType } from 'latchkey'",
        'export class StaffType extends PhoneType {',
        '  get allowRegister(): boolean { return false }',
        '}',
      ].join('\n'),
    })
    assert.equal(phoneLoginOf(app).allowRegister, false)
    assert.equal((await phoneLoginOf(app).sendMessage(phone)).code, 200)
  })

  test('an app may replace the official Type', async (t) => {
    const { app } = await openSeedApp(t, {
      ...phoneSampleFiles,
      'auths/loginTypes/PhoneType/e.json': {
        title: 'Ours',
        type: 'auths.loginTypes.Meta',
        backendBundleEntry: './phone-type.ts',
      },
      'auths/loginTypes/PhoneType/phone-type.ts': [
        "import { PhoneType as Official } from 'latchkey'",
        'export class PhoneType extends Official {',
        '  register(phone: string, code: string, nick: string) {',
        "    return super.register(phone, code, nick + ' of Acme')",
        '  }',
        '}',
      ].join('\n'),
    })
    await phoneLoginOf(app).sendMessage(phone)
    const user = await phoneLoginOf(app).register(phone, code, 'New User')
    assert.equal(user.nick.value, 'New User of Acme')
  })

  test('title and type are required in e.json', async (t) => {
    const { title: _title, type: _type, ...rest } = phoneManifest
    const failure = await failureOf(openSeedApp(t, { ...phoneFiles, [manifestFile]: rest }))
    assert.match(failure, /myPhoneLogin\/e\.json.*title/)
    assert.match(failure, /myPhoneLogin\/e\.json.*type/)
  })

  test('the configuration file may also be named after the instance', async (t) => {
    const { [configFile]: config, ...files } = phoneFiles
    const { frontBundleEntry: _, ...manifest } = phoneManifest
    const { app } = await openSeedApp(t, {
      ...files,
      [manifestFile]: manifest,
      'auths/loginTypes/myPhoneLogin/myPhoneLogin.json': { ...phoneConfig, allowRegister: 0 },
      'auths/loginTypes/myPhoneLogin/other.json': config,
    })
    assert.equal(phoneLoginOf(app).allowRegister, false)
  })
})

describe('seeds 000 and 001: options and properties', () => {
  test('allowRegister is 1 by default and true as a property', async (t) => {
    const { allowRegister: _, ...rest } = phoneConfig
    const { app } = await openSeedApp(t, { ...phoneFiles, [configFile]: rest })
    assert.equal(phoneLoginOf(app).allowRegister, true)
  })

  test('allowRegister 0 lets nobody register', async (t) => {
    const config = { ...phoneConfig, allowRegister: 0 }
    const { app } = await openSeedApp(t, { ...phoneFiles, [configFile]: config })
    const phoneAuth = phoneLoginOf(app)
    assert.equal(phoneAuth.allowRegister, false)
    await phoneAuth.sendMessage(phone)
    const sent = (await app.inbox(phone))[0]?.code ?? ''
    assert.match(await failureOf(phoneAuth.register(phone, sent, 'New User')), /^REGISTER_NOT_ALLOWED/)
  })

  test('smsFullName is required and names an SMS service', async (t) => {
    const open = (config: object) => openSeedApp(t, { ...phoneFiles, [configFile]: config })
    assert.match(await failureOf(open({ allowRegister: 1 })), /phoneConfig\.json.*smsFullName/)
    assert.match(await failureOf(open({ smsFullName: 'SMS.nothing' })), /\/smsFullName: no SMS service/)
  })

  test('smsConfig goes to the SMS service: verifyTemplateCode and verifySign', async (t) => {
    const file = path.join(tempFolder(t), 'sent.json')
    const smsConfig = { ...phoneConfig.smsConfig, verifySign: 'Acme' }
    const { app } = await openSeedApp(t, {
      ...phoneFiles,
      [configFile]: { ...phoneConfig, smsConfig },
      'SMS/aliyunSms/e.json': { title: 'SMS', type: 'SMS.FileType' },
      'SMS/aliyunSms/aliyunSms.json': { file },
      'SMS/FileType/e.json': { title: 'File', type: 'SMS.Meta', backendBundleEntry: './file-type.ts' },
      'SMS/FileType/file-type.ts': [
        "import { writeFileSync } from 'node:fs'",
        "import { SmsService, Type } from 'latchkey'",
        'export class FileType extends SmsService {',
        '  static settings = Type.Object({ file: Type.String() })',
        '  async sendMessage(phoneList, params, options) {',
        '    writeFileSync(this.element.settings.file, JSON.stringify(options))',
        "    return phoneList.map((phone) => ({ phone, messageId: '1', accepted: true }))",
        '  }',
        '}',
      ].join('\n'),
    })
    await phoneLoginOf(app).sendMessage(phone)
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
      verifyTemplateCode: 'SMS_123456789',
      verifySign: 'Acme',
    })
  })

  test('authConfig is what the SMS service is configured with', async (t) => {
    const sms = { 'SMS/aliyunSms/aliyunSms.json': { print: false } }
    const { app } = await openSeedApp(t, { ...phoneFiles, ...sms })
    assert.deepEqual(phoneLoginOf(app).authConfig, {
      print: false,
      budget: { daily: 10_000, alertAt: 0.8, keptForKnown: 0.3 },
    })
  })

  test('authConfig holds accessKey and accessSecret, the secret for in-process code alone', async (t) => {
    const keys = { accessKey: 'key', accessSecret: 'secret' }
    const { app } = await openSeedApp(t, {
      ...phoneFiles,
      'SMS/aliyunSms/e.json': { title: 'SMS', type: 'SMS.KeyType' },
      'SMS/aliyunSms/aliyunSms.json': keys,
      'SMS/KeyType/e.json': { title: 'Key', type: 'SMS.Meta', backendBundleEntry: './key-type.ts' },
      'SMS/KeyType/key-type.ts': [
        "import { SmsService, Type } from 'latchkey'",
        'export class KeyType extends SmsService {',
        '  static settings = Type.Object({',
        '    accessKey: Type.String(), accessSecret: Type.String({ secret: true })',
        '  })',
        '  async sendMessage() { return [] }',
        '}',
      ].join('\n'),
    })
    assert.deepEqual(phoneLoginOf(app).authConfig, keys)
    const seen = phoneLoginOf(app.with({ caller: { kind: 'anonymous' } })).authConfig
    assert.equal(seen.accessKey, 'key')
    assert.notEqual(seen.accessSecret, 'secret')
  })
})

describe('seeds 000 and 001: arguments and refusals', () => {
  test('sendMessage takes a number of mainland China as it is written there', async (t) => {
    const { app } = await openSeedApp(t, phoneFiles)
    await phoneLoginOf(app).sendMessage('138 0013 8000')
    assert.equal((await app.inbox())[0]?.phone, '+8613800138000')
    assert.match(await failureOf(phoneLoginOf(app).sendMessage('010 6552 9988')), /^PHONE_INVALID/)
    const abroad = phoneLoginOf(app).sendMessage('+1 201 555 0123')
    assert.match(await failureOf(abroad), /^PHONE_COUNTRY_NOT_ALLOWED/)
  })

  test('an Stext is a string or an object with a string value', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    await registerUser(seed)
    const phoneAuth = phoneLoginOf(seed.app)
    await phoneAuth.sendMessage({ value: '13800138000' })
    const result = await phoneAuth.getLoginCode({ value: '13800138000' }, { value: '123456' })
    assert.match(result.loginCode, /^[A-Za-z0-9]{32}$/)
  })

  test('getLoginCode fails for a wrong code and for a number that nobody has', async (t) => {
    const { app } = await openSeedApp(t, phoneSampleFiles)
    const phoneAuth = phoneLoginOf(app)
    await phoneAuth.sendMessage(phone)
    assert.match(await failureOf(phoneAuth.getLoginCode(phone, '000000')), /^CODE_ERROR/)
    assert.match(await failureOf(phoneAuth.getLoginCode(phone, code)), /^USER_AUTH_MISS/)
  })
})
