/** A real app with a phone login and two password logins, and an operator who works on its users. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { AccountServices } from '../../src/accounts/account-services.ts'
import { createUserAdmin, type UserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import type { FactorOwner } from '../../src/factors/factor-rows.ts'
import { codeAt } from '../factors/open-factors.ts'
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

/** A living session of a user, as a login would leave it. */
export async function logIn(
  { app, rooms }: TestAccounts,
  number: string,
): Promise<{ token: string; userId: UserId }> {
  type Phone = {
    sendMessage(phone: string): Promise<unknown>
    getLoginCode(phone: string, code: string): Promise<{ loginCode: string; userId: string }>
  }
  const phone = app.getElement<Phone>(phoneLogin)
  await phone.sendMessage(number)
  const [message] = await app.inbox(number)
  const { loginCode, userId } = await phone.getLoginCode(number, message?.code ?? '')
  const service = app.getElement<{
    loginByCode(code: string, corp: string, platform: string): Promise<{ sessionToken: string }>
  }>('auths.loginTypes.services.AuthSvc')
  const { sessionToken } = await service.loginByCode(loginCode, 'acme', 'web')
  assert.ok((await rooms.sessions.findByToken(sessionToken)) !== undefined)
  return { token: sessionToken, userId: userId as UserId }
}

/** An authenticator app that the user has confirmed. */
export async function enrolFactor({ rooms, clock }: TestAccounts, owner: FactorOwner) {
  const { secret } = await rooms.factors.enrol(owner, { issuer: 'Acme', account: 'amy' })
  const { recoveryCodes, steps } = await rooms.factors.confirm(owner, codeAt(secret, clock.now()))
  await rooms.database.commit(steps)
  return { secret, recoveryCodes }
}
