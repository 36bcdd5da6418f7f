/** What the schema cannot say of a client: its login types, its id beside the others', what is unsafe. */
import type { ElementDefinition } from '../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'
import type { ClientSettings } from './client-settings.ts'

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
