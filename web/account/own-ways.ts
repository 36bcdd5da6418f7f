/** What the user has to log in with at this application. */
import type { LoginPageFacts } from '../../src/wire/login-page-calls.ts'
import type { Account } from './account-server.ts'

type Logins = Pick<LoginPageFacts, 'phone' | 'password'>

export function ownNumber({ phones }: Account, { phone }: Logins): Account['phones'][number] | undefined {
  return phones.find(({ loginType }) => loginType === phone?.fullName)
}

export function ownName({ names }: Account, { password }: Logins): Account['names'][number] | undefined {
  return names.find(({ loginType }) => loginType === password?.fullName)
}
