/** What the login page shows for a client, gathered from its element and its login types. */
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { type Country, callingCodeOf } from '../../base/phone-number.ts'
import { agreementKey } from '../../clients/agreements-setting.ts'
import type { Client } from '../../clients/client.ts'
import { clientTitle } from '../../clients/client-title.ts'
import type { CallContext } from '../../elements/caller.ts'
import { cookieToken } from '../elements/browser-session.ts'
import { elementPrefix } from '../elements/element-face.ts'
import type { HttpServices } from '../http-services.ts'
import { isLocalRequest } from '../local-request.ts'
import type { loginPageFacts } from './login-page-calls.ts'

export const logoPath = '/login/logo'

type Facts = Static<(typeof loginPageFacts)['answer']>

export async function factsOfPage(
  services: HttpServices,
  client: Client,
  { call, request }: { readonly call: CallContext; readonly request: FastifyRequest },
): Promise<Facts> {
  const { clientId, page, captcha, phoneLogin, passwordLogin } = client
  const [phone, password] = await Promise.all([
    configOf(phoneLogin, (fullName) => services.phoneLogin(fullName, call)),
    configOf(passwordLogin, (fullName) => services.passwordLogin(fullName, call)),
  ])
  return {
    client: {
      clientId,
      title: clientTitle(client),
      logo: page.logo === undefined ? null : `${logoPath}?client_id=${clientId}`,
      colour: page.colour ?? null,
      darkColour: page.darkColour ?? null,
    },
    elements: elementPrefix(services.appId),
    phone,
    password,
    callingCodes: callingCodes(phone?.allowedCountries ?? []),
    captchas: captcha === 'off' ? [] : captcha,
    agreements: client.agreements.map(({ title, url, ...agreement }) => ({
      key: agreementKey(agreement),
      title,
      url,
    })),
    hasSession: cookieToken(request, services) !== undefined,
    inbox: services.inbox !== undefined && isLocalRequest(request) ? '/dev/inbox' : null,
    asksNick: client.profileFields.has('attr_nick_name'),
    asksFactor: client.mfa !== 'off',
    // A number is what makes an account; a name is added to it.
    mayRegister: phone?.allowRegister === true,
    mayRecover: client.recovery && phone !== null,
  }
}

function callingCodes(countries: readonly string[]): Record<string, string> {
  const known = countries.map((country) => [country, callingCodeOf(country as Country)] as const)
  return Object.fromEntries(known.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

type LoginPort<T> = { getLoginConfig(): Promise<T> }

/** Nothing for a login that the client does not have, or that is switched off. */
async function configOf<T extends { readonly isActive: boolean }>(
  fullName: string | undefined,
  find: (fullName: string) => LoginPort<T>,
): Promise<T | null> {
  const config = fullName === undefined ? undefined : await find(fullName).getLoginConfig()
  return config?.isActive === true ? config : null
}
