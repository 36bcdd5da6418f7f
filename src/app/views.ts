/** The app as its callers see it: which services each family of Types is made with. */
import { AccountServiceType } from '../accounts/account-service.ts'
import { type Country, type PhoneNumber, readInCountries, readPhoneNumber } from '../base/phone-number.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import { consoleAppId } from '../edits/console-app-id.ts'
import type { AppView } from '../elements/app-view.ts'
import type { CallContext, Language } from '../elements/caller.ts'
import { createAppView } from '../elements/create-app-view.ts'
import { type BaseServices, elementMaker } from '../elements/element-maker.ts'
import type { ElementType } from '../elements/element-type.ts'
import type { Registry } from '../elements/registry.ts'
import { explainRefusal } from '../i18n/explain-refusal.ts'
import { AuthServiceType } from '../login/auth-service.ts'
import type { NumberOwner } from '../login/password/password-services.ts'
import { PasswordType } from '../login/password/password-type.ts'
import type { PhoneSettings } from '../login/phone/phone-settings.ts'
import { PhoneType } from '../login/phone/phone-type.ts'
import type { InboxMessage } from '../sms/dev-inbox.ts'
import { ConsoleType } from '../sms/services/console.ts'
import { RouteType } from '../sms/services/route.ts'
import { VendorService } from '../sms/vendor-service.ts'
import { createUserList } from '../users/user-list.ts'
import type { LoadedElements } from './loaded-elements.ts'
import type { Rooms } from './rooms.ts'
import { smsSeenFrom } from './sms-seen-from.ts'

export type AppViews = {
  /** The app seen by the system. */
  readonly root: AppView
  /** The app seen by the system, as elements of the app `from` see it. */
  readonly seenFrom: (from: string) => AppView
  readonly phoneLogin: (fullName: string, call: CallContext) => PhoneType
  readonly passwordLogin: (fullName: string, call: CallContext) => PasswordType
  readonly explain: (refusal: Refusal, language: Language) => string
  /** In E.164; nothing when the text cannot be a number. */
  readonly readNumber: (client: Client, text: string) => string | undefined
  readonly inbox: (phone?: string) => Promise<InboxMessage[]>
}

export type ViewOptions = {
  readonly print: (line: string) => void
  readonly onOneSet: <T>(work: () => T) => T
  /** Address of the inbox page; nothing while no server listens. */
  readonly inboxUrl: () => string | undefined
}

export function createAppViews(rooms: Rooms, elements: LoadedElements, options: ViewOptions): AppViews {
  const { registry } = elements
  const { onOneSet } = options
  const smsFrom = onceForEach((appId) =>
    smsSeenFrom({ ...rooms, appId, registry, app: (from) => seenFrom(from) }),
  )
  const phoneServices = onceForEach((appId) => ({ ...rooms, sms: smsFrom(appId) }))
  const routeServices = onceForEach((appId) => ({ sms: smsFrom(appId) }))
  const consoleServices = {
    inbox: rooms.inbox,
    now: () => rooms.clock.now(),
    appTitle: () => elements.appTitle(),
    print: options.print,
    inboxUrl: options.inboxUrl,
  }
  const vendorServices = {
    appTitle: () => elements.appTitle(),
    once: rememberFirst(),
    receiptUrl: rooms.receiptAddresses.safeUrlOf,
  }
  /** Services that the console edited are kept from hosts that only this server reaches. */
  const vendorServicesOf = (appId: string) =>
    appId === consoleAppId ? { ...vendorServices, internalHosts: rooms.internalHosts } : vendorServices
  const findNumber = (client: Client, text: string) => findNumberOwner(rooms, registry(), client, text)
  const passwordServices = { ...rooms, findNumber }
  const phoneLogin: AppViews['phoneLogin'] = (fullName, call) =>
    requireType(PhoneType, makeFor(fullName, call), fullName)
  const passwordLogin: AppViews['passwordLogin'] = (fullName, call) =>
    requireType(PasswordType, makeFor(fullName, call), fullName)
  const authServices = { ...rooms, phoneLogin, passwordLogin, appTitle: () => elements.appTitle() }
  const accountServices = { ...rooms, userList: createUserList(rooms.database), phoneLogin, passwordLogin }
  const bases: readonly BaseServices[] = [
    { base: PhoneType, services: phoneServices },
    { base: PasswordType, services: () => passwordServices },
    { base: AuthServiceType, services: () => authServices },
    { base: AccountServiceType, services: () => accountServices },
    { base: ConsoleType, services: () => consoleServices },
    { base: RouteType, services: routeServices },
    { base: VendorService, services: vendorServicesOf },
  ]
  const make = elementMaker(bases)
  const explain = (refusal: Refusal, language: Language) =>
    explainRefusal(refusal, language, elements.refusalTexts())
  const onSystem = (detail: string, call: CallContext) =>
    rooms.audit.note({ action: 'as-system', result: 'success', detail }, call)
  const seenFrom = onceForEach((from) =>
    createAppView({ registry, onOneSet, bases, explain, onSystem, from }),
  )
  const root = createAppView({ registry, onOneSet, bases, explain, onSystem })

  function makeFor(fullName: string, call: CallContext): ElementType | undefined {
    const element = registry().element(fullName, appOfClient(registry(), elements, call))
    return element === undefined
      ? undefined
      : make(element, { call, app: seenFrom(element.appId).with(call) })
  }

  return {
    root,
    seenFrom,
    explain,
    phoneLogin,
    passwordLogin,
    readNumber: (client, text) => readNumber(registry(), client, text)?.e164,
    async inbox(phone) {
      if (phone === undefined) return rooms.inbox.read()
      const countries = elements.phoneLogins().map(({ settings }) => settings.defaultCountry as Country)
      return rooms.inbox.read(readInCountries(phone, countries).map(({ e164 }) => e164))
    },
  }
}

/** Answers with the first thing that it made, for good. */
function rememberFirst() {
  let made: { readonly value: unknown } | undefined
  return <T>(make: () => T): T => {
    made ??= { value: make() }
    return made.value as T
  }
}

/** A client reaches the private elements of the app that brings it. */
function appOfClient(registry: Registry, elements: LoadedElements, { clientId }: CallContext) {
  const client = clientId === undefined ? undefined : elements.clients().find(clientId)
  return client === undefined ? undefined : registry.element(client.fullName)?.appId
}

/** What is made for an app is made once: a Type asks at every call. */
function onceForEach<T>(make: (appId: string) => T): (appId: string) => T {
  const made = new Map<string, T>()
  return (appId) => {
    const known = made.get(appId) ?? make(appId)
    made.set(appId, known)
    return known
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

async function findNumberOwner(
  { bindings }: Rooms,
  registry: Registry,
  client: Client,
  text: string,
): Promise<NumberOwner | undefined> {
  const number = readNumber(registry, client, text)
  if (number === undefined) return undefined
  const owner = await bindings.findByPhone(client.tenantId, number.e164, undefined)
  return { e164: number.e164, userId: owner?.id }
}

/** A number without + is of the default country of the client's phone login. */
function readNumber(
  registry: Registry,
  { fullName, phoneLogin }: Client,
  text: string,
): PhoneNumber | undefined {
  const app = registry.element(fullName)?.appId
  const element = phoneLogin === undefined ? undefined : registry.find(phoneLogin, app)
  const country = (element?.settings as PhoneSettings | undefined)?.defaultCountry ?? 'CN'
  return readPhoneNumber(text, country as Country)
}
