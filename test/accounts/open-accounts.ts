/** A real app with a phone login and two password logins, and an operator who works on its users. */
import type { TestContext } from 'node:test'
import type { AccountServices } from '../../src/accounts/account-services.ts'
import { createUserAdmin, type UserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { openTestApp, type TestApp, type TestAppOptions } from '../support/open-test-app.ts'

export type TestAccounts = TestApp & { readonly services: AccountServices; readonly admin: UserAdmin }

export const phoneLogin = 'auths.loginTypes.phone'
export const passwordLogin = 'auths.loginTypes.password'
export const md5Login = 'auths.loginTypes.legacy'

/** What an operator does is done by the system. */
export const operator: CallContext = {
  caller: { kind: 'system', reason: 'test' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

export async function openAccounts(t: TestContext, options: TestAppOptions = {}): Promise<TestAccounts> {
  const app = await openTestApp(t, {
    ...options,
    elements: {
      [passwordLogin]: {
        type: 'auths.loginTypes.PasswordType',
        config: {
          passwordTransport: 'plain',
          captcha: 'risk',
          limit: { minLength: 8, maxLength: 64, denyCommon: true },
        },
      },
      [md5Login]: {
        type: 'auths.loginTypes.PasswordType',
        config: { passwordTransport: 'md5', captcha: 'risk' },
      },
      'corps.Second': {
        type: 'corps.NormalType',
        config: { corpId: 'second', title: 'Second', allowJoin: 0 },
      },
      ...options.elements,
    },
  })
  const services = accountServicesOf(app)
  return { ...app, services, admin: createUserAdmin(services) }
}
