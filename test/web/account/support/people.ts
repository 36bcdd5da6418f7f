/** Users of their own for each test of the page, and the way in. */
import type { Page } from 'playwright-core'
import type { PasswordLogin } from '../../../../src/login/password/password-type.ts'
import type { PhoneLogin } from '../../../../src/login/phone/phone-type.ts'
import { password } from '../../../http/support/flow-app.ts'
import type { LoginSite } from '../../login/support/login-site.ts'

export type PageUser = { readonly userId: string; readonly mobile: string; readonly username: string }

/** A user with a number, a name and the password of `flow-app.ts`. */
export async function addUser({ app }: LoginSite, mobile: string, username: string): Promise<PageUser> {
  const userId = await addPhoneUser(app, mobile, username)
  await app.app.getElement<PasswordLogin>('auths.loginTypes.password').bind(userId, username, password)
  app.pass(60)
  return { userId, mobile, username }
}

/** A user with a number alone. */
export async function addPhoneUser(app: LoginSite['app'], mobile: string, nick: string): Promise<string> {
  const phones = app.app.getElement<PhoneLogin>('auths.loginTypes.phone')
  await phones.sendMessage(mobile, 'login')
  const registered = await phones.register(mobile, await app.codeOf(mobile), nick)
  app.pass(60)
  return registered.userId.value
}

/** Opens a place of the account and comes to it by name and password. */
export async function openAccount(
  page: Page,
  { url }: LoginSite,
  { username }: PageUser,
  place = '',
  { agrees = false } = {},
): Promise<void> {
  await page.goto(`${url}/account${place === '' ? '' : `#${place}`}`)
  if (agrees) await page.locator('.agree input').check()
  await signIn(page, username)
}

/** On the login page. */
export async function signIn(page: Page, username: string, text = password): Promise<void> {
  await page.getByRole('tab', { name: 'Password' }).click()
  await page.locator('[name=name]').fill(username)
  await page.locator('[name=password]').fill(text)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
