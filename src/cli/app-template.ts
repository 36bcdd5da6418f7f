/** What `latchkey init` writes: the smallest app that both logins work in. */
import { randomToken } from '../base/random-id.ts'

export type AppAnswers = {
  readonly title: string
  readonly appId: string
  /** ISO 3166 codes; numbers without + are of the first. */
  readonly countries: readonly [string, ...string[]]
}

/** Paths from the app's folder, and what stands in the JSON files there. */
export function appTemplate({ title, appId, countries }: AppAnswers): Readonly<Record<string, unknown>> {
  const element = (name: string, type: string, file: string) => ({
    title: name,
    type,
    frontBundleEntry: `./${file}`,
  })
  return {
    'app.json': { appId, title, version: '1.0.0' },
    'auths/loginTypes/phone/e.json': element(
      'Phone number and SMS code',
      'auths.loginTypes.PhoneType',
      'phone.json',
    ),
    'auths/loginTypes/phone/phone.json': {
      allowRegister: 1,
      smsFullName: 'SMS.console',
      allowedCountries: countries,
      defaultCountry: countries[0],
    },
    'auths/loginTypes/password/e.json': element(
      'Name and password',
      'auths.loginTypes.PasswordType',
      'password.json',
    ),
    'auths/loginTypes/password/password.json': {
      allowRegister: 0,
      passwordTransport: 'plain',
      limit: { minLength: 8, maxLength: 64, denyCommon: true },
    },
    'SMS/console/e.json': { title: 'Development inbox', type: 'SMS.Console' },
    'clients/web/e.json': element('Web', 'clients.NormalType', 'client.json'),
    'clients/web/client.json': {
      clientId: randomToken(32),
      default: 1,
      profile: 'bamboocloud',
      phoneLogin: 'auths.loginTypes.phone',
      passwordLogin: 'auths.loginTypes.password',
      autoRegister: true,
      captcha: 'off',
      mfa: 'optional',
      idTokenAlg: 'ES256',
    },
    'corps/Default/e.json': element(title, 'corps.NormalType', 'Default.json'),
    'corps/Default/Default.json': { corpId: 'default' },
  }
}
