/** All that the page asks of its server. The session lies in a cookie that no script can read. */
import { callServer } from '../../src/client/call-server.ts'
import { createElementClient, type Element } from '../../src/client/element-client.ts'
import { md5 } from '../../src/client/md5.ts'
import type { AccountFunctions, AgreementAnswer } from '../../src/wire/account-functions.ts'
import type {
  AuthFunctions,
  PasswordFunctions,
  PhoneFunctions,
  SessionAnswer,
} from '../../src/wire/element-functions.ts'
import type { LoginPageFacts } from '../../src/wire/login-page-calls.ts'
import type { AccountQuery } from './account-query.ts'

export type AccountServer = {
  readonly facts: LoginPageFacts
  readonly account: Element<AccountFunctions>
  readonly auth: Element<AuthFunctions>
  /** Of the client's phone login and password login; call them only where `facts` has them. */
  readonly phone: Element<PhoneFunctions>
  readonly password: Element<PasswordFunctions>
  /** A password as the password login takes it. */
  presented(password: string): string
}

export type Account = AccountFunctions['currentAccount']['result']

/** What the page shows. */
export type Holdings = {
  readonly account: Account
  readonly sessions: readonly SessionAnswer[]
  readonly agreements: readonly AgreementAnswer[]
}

const services = 'auths.loginTypes.services'

/** Refusals: `CLIENT_UNKNOWN`, `TENANT_UNKNOWN`. */
export async function openAccountServer({ clientId, tenantId }: AccountQuery): Promise<AccountServer> {
  const query = new URLSearchParams()
  if (clientId !== undefined) query.set('client_id', clientId)
  const facts = (await callServer(
    { clientId: clientId ?? '', tenantId },
    {
      path: `/api/v1/login/page?${query}`,
      method: 'GET',
      isSafe: true,
      credentials: 'same-origin',
    },
  )) as LoginPageFacts
  const client = createElementClient({
    clientId: facts.client.clientId,
    tenantId,
    appId: facts.elements.replace('/api/', '').replace('/', '.'),
    session: 'cookie',
  })
  return {
    facts,
    account: client.element<AccountFunctions>(`${services}.AccountSvc`),
    auth: client.auth,
    phone: client.element<PhoneFunctions>(facts.phone?.fullName ?? ''),
    password: client.element<PasswordFunctions>(facts.password?.fullName ?? ''),
    presented: (password) =>
      facts.password?.passwordTransport === 'md5' ? md5(password.normalize('NFKC')) : password,
  }
}

export async function readHoldings({ account, auth }: AccountServer): Promise<Holdings> {
  const [current, sessions, agreements] = await Promise.all([
    account.currentAccount({}),
    auth.listSessions({}),
    account.listAgreements({}),
  ])
  return { account: current, sessions, agreements }
}
