/** A client as the faces and sessions use it: its settings with the profile's defaults filled in. */
import type { ClientId, TenantId } from '../base/ids.ts'
import { type ClientSettings, profileDefaults } from './client-settings.ts'

export type Client = {
  readonly clientId: ClientId
  readonly tenantId: TenantId
  readonly fullName: string
  readonly profile: 'bamboocloud' | 'oneaccess'
  readonly phoneLogin: string | undefined
  readonly passwordLogin: string | undefined
  readonly autoRegister: boolean
  readonly captcha: ClientSettings['captcha']
  readonly sessionTtlSeconds: number
  readonly sessionIdleTtlSeconds: number
  readonly idTokenTtlSeconds: number
  /** How old a login may be for a change of the ways to log in; 0: any age. */
  readonly reauthSeconds: number
  readonly limitStatus: 429 | 400
  readonly idTokenAlg: ClientSettings['idTokenAlg']
  readonly allowedOrigins: readonly string[]
}

export type ClientDirectory = {
  find(clientId: string): Client | undefined
  /** The client of element calls that name none. */
  readonly fallback: Client | undefined
  readonly all: readonly Client[]
}

type ClientElement = { readonly fullName: string; readonly settings: ClientSettings }

/** The directory of an app's client elements. With several `default` clients the first by name is taken. */
export function createClientDirectory(elements: readonly ClientElement[]): ClientDirectory {
  const byId = new Map<string, Client>()
  for (const element of elements) byId.set(element.settings.clientId, toClient(element))
  const chosen = elements.find(({ settings }) => settings.default === 1) ?? onlyOne(elements)
  return {
    find: (clientId) => byId.get(clientId),
    fallback: chosen === undefined ? undefined : byId.get(chosen.settings.clientId),
    all: [...byId.values()],
  }
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}

function toClient({ fullName, settings }: ClientElement): Client {
  const defaults = profileDefaults[settings.profile]
  const sessionTtlSeconds = settings.sessionTtl ?? defaults.sessionTtl
  return {
    clientId: settings.clientId as ClientId,
    tenantId: settings.tenantId as TenantId,
    fullName,
    profile: settings.profile,
    phoneLogin: settings.phoneLogin,
    passwordLogin: settings.passwordLogin,
    autoRegister: settings.autoRegister,
    captcha: settings.captcha,
    sessionTtlSeconds,
    sessionIdleTtlSeconds: settings.sessionIdleTtl ?? sessionTtlSeconds,
    idTokenTtlSeconds: settings.idTokenTtl ?? defaults.idTokenTtl,
    reauthSeconds: settings.reauthSeconds,
    limitStatus: settings.limitStatus,
    idTokenAlg: settings.idTokenAlg,
    allowedOrigins: settings.allowedOrigins,
  }
}
