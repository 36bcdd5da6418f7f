/** A client as the faces and sessions use it: its settings with the profile's defaults filled in. */
import type { BlockList } from 'node:net'
import type { ClientId, TenantId } from '../base/ids.ts'
import { addressRanges } from '../base/network-address.ts'
import type { AccessRules } from './access-rules.ts'
import type { Agreement } from './agreements-setting.ts'
import { secretDigestOf } from './client-secret.ts'
import { type ClientSettings, profileDefaults } from './client-settings.ts'
import type { PageSetting } from './page-setting.ts'
import { type FieldRule, fieldRules } from './profile-fields.ts'

export type Client = {
  readonly clientId: ClientId
  /** Of an `isv` client the one that the call names: see `clientOfTenant`. */
  readonly tenantId: TenantId
  /** A template for many tenants. */
  readonly isv: boolean
  /** SHA-256 of its secret, as base64url; nothing where it has none. */
  readonly secretDigest: string | undefined
  readonly fullName: string
  /** Of the element. */
  readonly title: string
  readonly page: PageSetting
  readonly profile: 'bamboocloud' | 'oneaccess'
  readonly phoneLogin: string | undefined
  readonly passwordLogin: string | undefined
  readonly autoRegister: boolean
  /** May who lost the number of an account ask the administrators for another one? */
  readonly recovery: boolean
  readonly captcha: ClientSettings['captcha']
  readonly sessionTtlSeconds: number
  readonly sessionIdleTtlSeconds: number
  readonly idTokenTtlSeconds: number
  /** How old a login may be for a change of the ways to log in; 0: any age. */
  readonly reauthSeconds: number
  readonly mfa: ClientSettings['mfa']
  readonly mfaSameNumber: boolean
  /** Texts of its code messages by language, and the web site that codes are typed on. */
  readonly messages: ClientSettings['messages']
  /** What a registration may fill in, by name. */
  readonly profileFields: ReadonlyMap<string, FieldRule>
  readonly access: AccessRules | undefined
  /** Texts that have to be agreed to. */
  readonly agreements: readonly Agreement[]
  /** Namespace of the error codes of the SDK API. */
  readonly errorCodes: 'IDAAS' | 'EIAM'
  readonly limitStatus: 429 | 400
  readonly idTokenAlg: ClientSettings['idTokenAlg']
  readonly allowedOrigins: readonly string[]
  /** Whole addresses that a browser may be sent back to. */
  readonly redirectUris: readonly string[]
  /** Whose calls, with the client secret, state the user's address. */
  readonly trustedBackends: BlockList
}

export type ClientDirectory = {
  find(clientId: string): Client | undefined
  /** The client of element calls that name none. */
  readonly fallback: Client | undefined
  readonly all: readonly Client[]
  /** The tenants that the configuration names. */
  readonly tenantIds: ReadonlySet<TenantId>
}

type ClientElement = { readonly fullName: string; readonly title: string; readonly settings: ClientSettings }

/** The directory of an app's client elements. With several `default` clients the first by name is taken. */
export function createClientDirectory(elements: readonly ClientElement[]): ClientDirectory {
  const byId = new Map<string, Client>()
  for (const element of elements) byId.set(element.settings.clientId, toClient(element))
  const chosen = elements.find(({ settings }) => settings.default === 1) ?? onlyOne(elements)
  return {
    find: (clientId) => byId.get(clientId),
    fallback: chosen === undefined ? undefined : byId.get(chosen.settings.clientId),
    all: [...byId.values()],
    tenantIds: new Set([...byId.values()].filter(({ isv }) => !isv).map(({ tenantId }) => tenantId)),
  }
}

/** The client as it serves the tenant; nothing where it does not. A template serves every tenant that there is. */
export function clientOfTenant(client: Client, tenantId: TenantId): Client | undefined {
  if (client.tenantId === tenantId) return client
  return client.isv ? { ...client, tenantId } : undefined
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}

function toClient({ fullName, title, settings }: ClientElement): Client {
  const defaults = profileDefaults[settings.profile]
  const sessionTtlSeconds = settings.sessionTtl ?? defaults.sessionTtl
  return {
    clientId: settings.clientId as ClientId,
    tenantId: settings.tenantId as TenantId,
    isv: settings.isv,
    secretDigest: secretDigestOf(settings.clientSecret),
    fullName,
    title,
    page: settings.page,
    profile: settings.profile,
    phoneLogin: settings.phoneLogin,
    passwordLogin: settings.passwordLogin,
    autoRegister: settings.autoRegister,
    recovery: settings.recovery,
    captcha: settings.captcha,
    sessionTtlSeconds,
    sessionIdleTtlSeconds: settings.sessionIdleTtl ?? sessionTtlSeconds,
    idTokenTtlSeconds: settings.idTokenTtl ?? defaults.idTokenTtl,
    reauthSeconds: settings.reauthSeconds,
    mfa: settings.mfa,
    mfaSameNumber: settings.mfaSameNumber,
    messages: settings.messages,
    profileFields: fieldRules(settings.profileFields),
    access: settings.access,
    agreements: settings.agreements,
    errorCodes: settings.error_codes,
    limitStatus: settings.limitStatus,
    idTokenAlg: settings.idTokenAlg,
    allowedOrigins: settings.allowedOrigins,
    redirectUris: settings.redirectUris,
    trustedBackends: addressRanges(settings.trustedBackends),
  }
}
