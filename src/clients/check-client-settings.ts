/** What the schema cannot say of a client: its login types, its id beside the others', what is unsafe. */
import { defaultTenant } from '../base/ids.ts'
import type { ElementDefinition } from '../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'
import { checkAccess } from './access-rules.ts'
import { checkAgreements } from './agreements-setting.ts'
import { checkBackends } from './check-backends.ts'
import type { ClientSettings } from './client-settings.ts'
import { checkProfileFields } from './profile-fields.ts'
import { checkRedirects } from './redirect-target.ts'

export function checkClientSettings(
  { fullName, settings }: ElementDefinition<ClientSettings>,
  elements: ElementLookup,
): SettingFault[] {
  return [
    ...checkLogin('phoneLogin', settings.phoneLogin, 'auths.loginTypes.PhoneType', elements),
    ...checkLogin('passwordLogin', settings.passwordLogin, 'auths.loginTypes.PasswordType', elements),
    ...checkRegistration(settings, elements),
    ...checkOthers(fullName, settings, elements),
    ...checkOrigins(settings),
    ...checkCaptcha(settings),
    ...checkProfileFields(settings.profileFields),
    ...checkAccess(settings.access, elements),
    ...checkAgreements(settings.agreements),
    ...checkSecondFactor(settings),
    ...checkWeakerFactor(settings, elements),
    ...checkTemplate(settings),
    ...checkBackends(settings),
    ...checkRedirects(settings),
  ]
}

/** An own Type counts where the official one is among its Types. */
function checkLogin(
  key: 'phoneLogin' | 'passwordLogin',
  name: string | undefined,
  type: string,
  elements: ElementLookup,
): SettingFault[] {
  if (name === undefined) return []
  const found = elements.find(name)
  const isOfType = elements.list({ type, tier: 'instance' }).some((element) => element === found)
  return isOfType ? [] : [{ pointer: `/${key}`, message: `is no element of ${type}: ${name}` }]
}

function checkRegistration(
  { autoRegister, phoneLogin }: ClientSettings,
  elements: ElementLookup,
): SettingFault[] {
  if (!autoRegister || phoneLogin === undefined) return []
  const login = elements.find(phoneLogin)?.settings as
    | { readonly allowRegister?: number | boolean }
    | undefined
  if (login?.allowRegister === undefined || Number(login.allowRegister) !== 0) return []
  return [{ pointer: '/autoRegister', message: `is true, but ${phoneLogin} has allowRegister 0` }]
}

function checkOthers(fullName: string, settings: ClientSettings, elements: ElementLookup): SettingFault[] {
  const others = elements
    .list({ family: 'clients.Meta', tier: 'instance' })
    .filter((element) => element.fullName !== fullName)
  const firstOther = (matches: (other: ClientSettings) => boolean) =>
    others.find((other) => matches(other.settings as ClientSettings))?.fullName
  const twin = firstOther(({ clientId }) => clientId === settings.clientId)
  const rival = settings.default === 1 ? firstOther((other) => other.default === 1) : undefined
  return [
    ...(twin === undefined ? [] : [{ pointer: '/clientId', message: `is also the clientId of ${twin}` }]),
    ...(rival === undefined
      ? []
      : [
          {
            pointer: '/default',
            message: `is also 1 in ${rival}: the first by name is taken`,
            warning: true,
          },
        ]),
  ]
}

/** A browser says its origin in one form only; another one would never meet. */
function checkOrigins({ allowedOrigins }: ClientSettings): SettingFault[] {
  return allowedOrigins.flatMap((origin, i) => {
    const form = URL.canParse(origin) && !origin.includes('*') ? new URL(origin).origin : undefined
    if (form === origin) return []
    const message = form === undefined ? 'is no origin' : `is no origin as browsers send it: ${form}`
    return [{ pointer: `/allowedOrigins/${i}`, message }]
  })
}

function checkCaptcha({ captcha, phoneLogin }: ClientSettings): SettingFault[] {
  if (captcha !== 'off' || phoneLogin === undefined) return []
  const message = 'is off: nothing but the limits keeps a machine from sending messages'
  return [{ pointer: '/captcha', message, warning: true }]
}

function checkSecondFactor({ mfa, mfaSameNumber }: ClientSettings): SettingFault[] {
  if (!mfaSameNumber) return []
  const pointer = '/mfaSameNumber'
  if (mfa === 'off') return [{ pointer, message: 'is true, but mfa is off', warning: true }]
  const message = 'is true: who holds the phone passes both factors'
  return [{ pointer, message, warning: true }]
}

const strengths = ['off', 'optional', 'required']

/** Who logs in there has logged in everywhere: what the stricter one demands holds nobody off. */
function checkWeakerFactor(settings: ClientSettings, elements: ElementLookup): SettingFault[] {
  const stricter = elements
    .list({ family: 'clients.Meta', tier: 'instance' })
    .find(({ settings: other }) => isStricter(other as ClientSettings, settings))
  if (stricter === undefined) return []
  const message = `is weaker than in ${stricter.fullName}, which shares its logins and its tenant`
  return [{ pointer: '/mfa', message, warning: true }]
}

function isStricter(other: ClientSettings, settings: ClientSettings): boolean {
  const sharesTenant = other.isv || settings.isv || other.tenantId === settings.tenantId
  const sharesLogin = (['phoneLogin', 'passwordLogin'] as const).some(
    (key) => settings[key] !== undefined && other[key] === settings[key],
  )
  return sharesTenant && sharesLogin && strengths.indexOf(other.mfa) > strengths.indexOf(settings.mfa)
}

/** A tenant of its own would look like one that calls without a header are of. */
function checkTemplate({ isv, tenantId }: ClientSettings): SettingFault[] {
  if (!isv || tenantId === defaultTenant) return []
  return [{ pointer: '/tenantId', message: 'is set, but isv is true: each call names its tenant' }]
}
