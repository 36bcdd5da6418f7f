/** The elements of the document on password login: tiers, own Types, `e.json`, properties. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AppView, PasswordLogin } from '../../src/index.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp } from './open-seed-app.ts'
import { passwordFiles, passwordManifest, passwordMd5 } from './sample-files.ts'

const manifestFile = 'auths/loginTypes/MyPasswordAuth/e.json'
const configFile = 'auths/loginTypes/MyPasswordAuth/Config.json'

function passwordLoginOf(app: AppView) {
  return app.getElement<PasswordLogin>('auths.loginTypes.MyPasswordAuth')
}

describe('seed 004: elements', () => {
  test('Meta, Type and Instance are three tiers', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles)
    const type = 'auths.loginTypes.PasswordType'
    const [instance] = app.findElements({ type, tier: 'instance' })
    const ofMeta = app.findElements({ type: 'auths.loginTypes.Meta' }).map(({ fullName }) => fullName)
    assert.equal(instance?.fullName, 'auths.loginTypes.MyPasswordAuth')
    assert.ok(ofMeta.includes(type))
  })

  test('an app may have a Type of its own that extends the official one', async (t) => {
    const { app } = await openSeedApp(t, {
      ...passwordFiles,
      [manifestFile]: { ...passwordManifest, type: 'auths.loginTypes.StaffType' },
      'auths/loginTypes/StaffType/e.json': {
        title: 'Staff',
        type: 'auths.loginTypes.PasswordType',
        backendBundleEntry: './staff-type.ts',
      },
      'auths/loginTypes/StaffType/staff-type.ts': [
        "import { PasswordType } from 'latchkey'",
        'export class StaffType extends PasswordType {',
        '  get allowRegister(): boolean { return false }',
        '}',
      ].join('\n'),
    })
    assert.equal(passwordLoginOf(app).allowRegister, false)
  })

  test('an app may replace the official Type', async (t) => {
    const { app } = await openSeedApp(t, {
      ...passwordFiles,
      'auths/loginTypes/PasswordType/e.json': {
        title: 'Ours',
        type: 'auths.loginTypes.Meta',
        backendBundleEntry: './password-type.ts',
      },
      'auths/loginTypes/PasswordType/password-type.ts': [
        "import { PasswordType as Official } from 'latchkey'",
        'export class PasswordType extends Official {',
        "  updateUsername() { throw this.refusal('FORBIDDEN') }",
        '}',
      ].join('\n'),
    })
    assert.match(await failureOf(passwordLoginOf(app).updateUsername('user123', 'newusername')), /^FORBIDDEN/)
  })
})

describe('seed 004: e.json', () => {
  test('title and type are required', async (t) => {
    const { title: _title, type: _type, ...manifest } = passwordManifest
    const failure = await failureOf(openSeedApp(t, { ...passwordFiles, [manifestFile]: manifest }))
    assert.match(failure, /MyPasswordAuth\/e\.json.*title/)
    assert.match(failure, /MyPasswordAuth\/e\.json.*type/)
  })

  test('default and allowRegister are 0 by default', async (t) => {
    const { default: _default, allowRegister: _allow, ...manifest } = passwordManifest
    const { app } = await openSeedApp(t, { ...passwordFiles, [manifestFile]: manifest })
    const auth = passwordLoginOf(app)
    const config = await auth.getLoginConfig()
    assert.deepEqual([config.default, config.allowRegister], [false, false])
    const registered = auth.register('admin', passwordMd5, 'A2B3', 'abc123def456', 'Admin')
    assert.match(await failureOf(registered), /^REGISTER_NOT_ALLOWED/)
  })

  test('default 1 and allowRegister 1 are told to front ends', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles)
    const config = await passwordLoginOf(app).getLoginConfig()
    assert.deepEqual([config.default, config.allowRegister], [true, true])
  })

  test('backendBundleEntry may be left out, and frontBundleEntry names the configuration', async (t) => {
    const { backendBundleEntry: _, ...manifest } = passwordManifest
    const files = { ...passwordFiles, [manifestFile]: manifest, [configFile]: { isActive: false } }
    const { app } = await openSeedApp(t, files)
    assert.equal(passwordLoginOf(app).isActive, false)
  })
})

describe('seed 004: properties', () => {
  test('authType and authModelElemName name the Type and its model', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles)
    const { authType, authModelElemName } = passwordLoginOf(app)
    assert.equal(authType, 'auths.loginTypes.PasswordType')
    assert.equal(authModelElemName, 'auths.loginTypes.PasswordType.PasswordAuthModel')
  })
})
