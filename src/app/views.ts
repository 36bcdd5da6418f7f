/** The app as its callers see it: which services each family of Types is made with. */
import { type Country, readPhoneNumber } from '../base/phone-number.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { AppView } from '../elements/app-view.ts'
import type { CallContext, Language } from '../elements/caller.ts'
import { createAppView } from '../elements/create-app-view.ts'
import { type BaseServices, elementMaker } from '../elements/element-maker.ts'
import type { ElementType } from '../elements/element-type.ts'
import type { Registry } from '../elements/registry.ts'
import { maskSecrets } from '../elements/secrets.ts'
import { explainRefusal } from '../i18n/explain-refusal.ts'
import { AuthServiceType } from '../login/auth-service.ts'
import type { NumberOwner } from '../login/password/password-services.ts'
import { PasswordType } from '../login/password/password-type.ts'
import type { PhoneSettings } from '../login/phone/phone-settings.ts'
import { PhoneType } from '../login/phone/phone-type.ts'
import type { InboxMessage } from '../sms/dev-inbox.ts'
import { ConsoleType } from '../sms/services/console.ts'
import { createSmsGateway } from '../sms/sms-gateway.ts'
import type { SmsService } from '../sms/sms-service.ts'
import type { LoadedElements } from './loaded-elements.ts'
import type { Rooms } from './rooms.ts'

export type AppViews = {
  /** The app seen by the system. */
  readonly root: AppView
  readonly phoneLogin: (fullName: string, call: CallContext) => PhoneType
  readonly passwordLogin: (fullName: string, call: CallContext) => PasswordType
  readonly explain: (refusal: Refusal, language: Language) => string
  readonly inbox: (phone?: string) => Promise<InboxMessage[]>
}

export type ViewOptions = {
  readonly print: (line: string) => void
  /** Address of the inbox page; nothing while no server listens. */
  readonly inboxUrl: () => string | undefined
}

export function createAppViews(rooms: Rooms, elements: LoadedElements, options: ViewOptions): AppViews {
  const { registry } = elements
  const sms = createSmsGateway({
    app: () => root,
    intervalSeconds: (service) =>
      (registry().element(service)?.class as typeof SmsService | undefined)?.intervalSeconds ?? 0,
    settings: (service, reveal) => smsSettings(registry(), service, reveal),
    onError: (error, service) => rooms.log.error({ service, ...traceOf(error) }, 'an SMS service failed'),
  })
  const consoleServices = {
    inbox: rooms.inbox,
    now: () => rooms.clock.now(),
    appTitle: () => elements.appTitle(),
    print: options.print,
    inboxUrl: options.inboxUrl,
  }
  const findNumber = (client: Client, text: string) => findNumberOwner(rooms, registry(), client, text)
  const bases: readonly BaseServices[] = [
    { base: PhoneType, services: { ...rooms, sms } },
    { base: PasswordType, services: { ...rooms, findNumber } },
    { base: AuthServiceType, services: rooms },
    { base: ConsoleType, services: consoleServices },
  ]
  const make = elementMaker(bases)
  const explain = (refusal: Refusal, language: Language) =>
    explainRefusal(refusal, language, elements.refusalTexts())
  const root = createAppView({
    registry,
    bases,
    explain,
    onSystem: (detail, call) => rooms.audit.note({ action: 'as-system', result: 'success', detail }, call),
  })

  function makeFor(fullName: string, call: CallContext): ElementType | undefined {
    const element = registry().element(fullName)
    return element === undefined ? undefined : make(element, { call, app: root.with(call) })
  }

  return {
    root,
    explain,
    phoneLogin: (fullName, call) => requireType(PhoneType, makeFor(fullName, call), fullName),
    passwordLogin: (fullName, call) => requireType(PasswordType, makeFor(fullName, call), fullName),
    async inbox(phone) {
      const number = phone === undefined ? undefined : readPhoneNumber(phone, 'CN')?.e164
      return phone !== undefined && number === undefined ? [] : rooms.inbox.read(number)
    },
  }
}

function requireType<T extends ElementType>(
  type: abstract new (...args: never) => T,
  target: ElementType | undefined,
  fullName: string,
): T {
  if (!(target instanceof type)) throw refuse('ELEMENT_NOT_FOUND', { fullName })
  return target
}

/** A number without + is of the default country of the client's phone login. */
async function findNumberOwner(
  { bindings }: Rooms,
  registry: Registry,
  { phoneLogin, tenantId }: Client,
  text: string,
): Promise<NumberOwner | undefined> {
  const element = phoneLogin === undefined ? undefined : registry.find(phoneLogin)
  const country = (element?.settings as PhoneSettings | undefined)?.defaultCountry ?? 'CN'
  const number = readPhoneNumber(text, country as Country)
  if (number === undefined) return undefined
  const owner = await bindings.findByPhone(tenantId, number.e164, undefined)
  return { e164: number.e164, userId: owner?.id }
}

/** Where it was thrown; not its message, which may hold the code that was to be sent. */
function traceOf(error: unknown): { readonly error: string; readonly at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error }
  return {
    error: error.name,
    at: error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [],
  }
}

function smsSettings(registry: Registry, service: string, reveal: boolean): Record<string, unknown> {
  const element = registry.element(service)
  if (element?.class === undefined) return {}
  const { settings } = element.definition
  return {
    ...((reveal ? settings : maskSecrets(element.class.settings, settings)) as Record<string, unknown>),
  }
}
