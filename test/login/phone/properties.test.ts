/** What a phone login shows of itself: spec 2, "Properties", getLoginConfig; spec 1, "Calling an element". */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import { amysPhone, anonymous, audited, codeFor, phoneOf, seenBy, signUp } from './phone-people.ts'
import { recordingSms } from './recording-sms.ts'

const accessSecret = 'the-secret-of-a-vendor'

describe('spec 2, properties', () => {
  test('authType, authModelElemName, isActive and allowRegister', async (t) => {
    const { app } = await openTestApp(t)
    const { authType, authModelElemName, isActive, allowRegister } = phoneOf(app)
    assert.deepEqual(
      { authType, authModelElemName, isActive, allowRegister },
      {
        authType: 'auths.loginTypes.PhoneType',
        authModelElemName: 'auths.loginTypes.PhoneType.PhoneAuthModel',
        isActive: true,
        allowRegister: true,
      },
    )
  })

  test('authConfig is what the SMS service was configured with; its secrets are for the system alone', async (t) => {
    const sms = recordingSms({ config: { accessSecret } })
    const opened = await openTestApp(t, { elements: sms.elements })
    const user = seenBy(opened, await addUser(opened, 'Amy'))
    assert.equal(phoneOf(opened.app).authConfig.accessSecret, accessSecret)
    for (const view of [anonymous(opened), user]) {
      const { authConfig } = phoneOf(view)
      assert.equal(authConfig.accessSecret, '******')
      assert.match(String(authConfig.id), /^service-/)
    }
    assert.equal(phoneOf(user.asSystem('to hand it to the vendor')).authConfig.accessSecret, accessSecret)
    const [record] = await audited(opened, 'as-system')
    assert.equal(record?.detail, 'to hand it to the vendor')
  })

  for (const [e, file, expected] of [
    [undefined, undefined, true],
    [0, undefined, false],
    [1, undefined, true],
    [0, 1, true],
    [1, 0, false],
  ] as const)
    test(`allowRegister is ${expected} with ${e} in e.json and ${file} in the configuration file`, async (t) => {
      const opened = await openTestApp(t, {
        elements: {
          'auths.loginTypes.phone': {
            manifest: e === undefined ? {} : { allowRegister: e },
            config: file === undefined ? {} : { allowRegister: file },
          },
          'clients.web': { config: { autoRegister: false } },
        },
      })
      assert.equal(phoneOf(opened.app).allowRegister, expected)
    })
})

describe('spec 2, getLoginConfig', () => {
  test('is the public part of the configuration', async (t) => {
    const sms = recordingSms({
      config: { accessSecret },
      login: {
        smsConfig: { verifyTemplateCode: 'SMS_1', verifySign: 'Acme' },
        testNumbers: { '12345678901': { code: '123456', expires: '2099-01-01' } },
      },
    })
    const opened = await openTestApp(t, { elements: sms.elements })
    const config = await phoneOf(anonymous(opened)).getLoginConfig()
    assert.deepEqual(config, {
      fullName: 'auths.loginTypes.phone',
      title: 'phone',
      authType: 'auths.loginTypes.PhoneType',
      isActive: true,
      allowRegister: true,
      allowedCountries: ['CN', 'US', 'GB'],
      defaultCountry: 'CN',
      resendInterval: 45,
      codeTtl: 300,
      codeLength: 6,
    })
  })

  test('with isActive false every other function is LOGIN_TYPE_INACTIVE', async (t) => {
    const opened = await openTestApp(t, {
      elements: { 'auths.loginTypes.phone': { config: { isActive: false } } },
    })
    const amy = await addUser(opened, 'Amy')
    const phone = phoneOf(seenBy(opened, amy))
    assert.equal(phone.isActive, false)
    assert.equal((await phone.getLoginConfig()).isActive, false)
    for (const call of [
      phone.sendMessage(amysPhone),
      phone.getLoginCode(amysPhone, '123456'),
      phone.register(amysPhone, '123456', 'Amy'),
      phone.bind(amy, amysPhone, '123456'),
      phone.unbind(amy, '123456'),
      phone.checkMyMessage('123456'),
      phone.updatePhone(amy, 'ticket', amysPhone, '123456'),
    ])
      await assert.rejects(call, refusal('LOGIN_TYPE_INACTIVE'))
  })
})

describe('spec 1: app.as(…)', () => {
  test('gives the same app seen by that user, and a user cannot become somebody else', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    assert.equal((await amy.auth.currentUser()).userId, amy.userId)
    assert.throws(() => amy.view.as({ userId: 'bob', sessionId: 's' }), /more rights/)
    assert.throws(() => anonymous(opened).as({ userId: 'bob', sessionId: 's' }), /more rights/)
    assert.equal((await phoneOf(amy.view.as(amy)).sendMessage('13900139000')).code, 200)
  })

  test('the functions of the other callers stay closed', async (t) => {
    const opened = await openTestApp(t)
    const nobody = phoneOf(anonymous(opened))
    for (const call of [
      nobody.bind('u', amysPhone, '123456'),
      nobody.unbind('u', '123456'),
      nobody.checkMyMessage('123456'),
      nobody.updatePhone('u', 't', amysPhone, '123456'),
    ])
      await assert.rejects(call, refusal('LOGIN_REQUIRED'))
  })

  test('a user may pass only the own userId, in any spelling of the argument', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await addUser(opened, 'Bob')
    const code = await codeFor(opened, '13900139000', amy.view)
    for (const userId of [bob, { value: bob }, '', '__proto__', `${amy.userId}\0`, ` ${amy.userId}`])
      await assert.rejects(amy.phone.bind(userId, '13900139000', code), refusal('FORBIDDEN'))
    await assert.rejects(amy.phone.bind({ userId: bob, phone: '13900139000', code }), refusal('FORBIDDEN'))
  })
})
