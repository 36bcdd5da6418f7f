/** An app may keep the SMS service of its logins to itself: spec 1, "Inheritance", `private`. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openWholeApp } from '../../../src/app/open-app.ts'
import { type ClientId, defaultTenant } from '../../../src/base/ids.ts'
import { ConfigurationFaults, formatFault } from '../../../src/elements/fault.ts'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { turningClock } from '../../support/turning-clock.ts'
import { writeTree } from '../../support/write-tree.ts'
import { amysPhone, phoneElement } from './phone-people.ts'

const ownLogin = {
  'auths/loginTypes/own/e.json': { title: 'Own', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/own/own.json': { smsFullName: 'SMS.console' },
}

const base = {
  'app.json': { appId: 'acme.base' },
  'SMS/console/e.json': { title: 'Console', type: 'SMS.Console', accessModifier: 'private' },
  'SMS/console/console.json': { print: false },
  'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/phone/phone.json': { smsFullName: 'SMS.console' },
}

/** An app that extends another, whose service it does not see. */
function openChild(
  t: TestContext,
  files: Readonly<Record<string, unknown>> = {},
  ofBase: Readonly<Record<string, unknown>> = {},
) {
  const folder = temporaryFolder(t)
  const child = { 'app.json': { appId: 'acme.child', extends: [{ appId: 'acme.base', path: '../base' }] } }
  for (const [app, all] of Object.entries({ base: { ...base, ...ofBase }, child: { ...child, ...files } }))
    writeTree(
      `${folder}/${app}`,
      Object.fromEntries(Object.entries(all).map(([path, value]) => [path, JSON.stringify(value)])),
    )
  return openWholeApp(`${folder}/child`, { data: `${folder}/data`, clock: turningClock() })
}

describe('spec 1: a private SMS element', () => {
  test('serves the logins of its own app, though the app that runs does not see it', async (t) => {
    const { app } = await openChild(t)
    t.after(() => app.close())
    assert.throws(() => app.getElement('SMS.console'), /ELEMENT_NOT_FOUND/)
    const phone = app.getElement<PhoneLogin>(phoneElement)
    await phone.sendMessage(amysPhone)
    assert.equal((await app.inbox(amysPhone)).length, 1)
    assert.equal(phone.authConfig.print, false)
  })

  test('serves them too when the SDK API calls, and tells them their interval', async (t) => {
    const { app, views } = await openChild(t)
    t.after(() => app.close())
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: defaultTenant,
      device: {},
      language: 'en',
    } as const
    const login = views.phoneLogin(phoneElement, call)
    await login.sendCode(amysPhone, { purpose: 'LOGIN_SMS', userId: undefined })
    assert.equal((await app.inbox(amysPhone)).length, 1)
  })

  test('is none of a login of the app that extends: told with file and pointer, and nothing starts', async (t) => {
    await assert.rejects(openChild(t, ownLogin), (error) => {
      assert.ok(error instanceof ConfigurationFaults)
      assert.deepEqual(error.faults.map(formatFault), [
        'auths/loginTypes/own/own.json: /smsFullName: no SMS service element: SMS.console',
      ])
      return true
    })
  })
})

describe('spec 1: a private login', () => {
  const client = {
    clientId: 'baseWeb0baseWeb0baseWeb0baseWeb0' as ClientId,
    profile: 'bamboocloud',
    phoneLogin: 'auths.loginTypes.own',
    captcha: 'off',
  }
  const files = {
    'auths/loginTypes/own/e.json': { ...ownLogin['auths/loginTypes/own/e.json'], accessModifier: 'private' },
    'auths/loginTypes/own/own.json': ownLogin['auths/loginTypes/own/own.json'],
    'clients/web/e.json': { title: 'Web', type: 'clients.NormalType' },
    'clients/web/web.json': client,
  }

  test('serves the clients of its own app, and nobody else', async (t) => {
    const { app, views } = await openChild(t, {}, files)
    t.after(() => app.close())
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: defaultTenant,
      device: {},
      language: 'en',
    } as const
    assert.throws(() => views.phoneLogin(client.phoneLogin, call), /ELEMENT_NOT_FOUND/)
    const login = views.phoneLogin(client.phoneLogin, { ...call, clientId: client.clientId })
    await login.sendCode(amysPhone, { purpose: 'LOGIN_SMS', userId: undefined })
    assert.equal((await app.inbox(amysPhone)).length, 1)
  })
})
