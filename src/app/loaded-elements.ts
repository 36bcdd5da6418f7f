/** What the rooms want to know of the app's elements, from the registry of this moment. */
import { type ClientDirectory, createClientDirectory } from '../clients/client.ts'
import type { ClientSettings } from '../clients/client-settings.ts'
import type { Corp } from '../corps/corp-store.ts'
import type { CorpSettings } from '../corps/normal-corp-type.ts'
import type { RefusalTexts } from '../elements/define-type.ts'
import type { ElementDefinition } from '../elements/element-definition.ts'
import type { ElementBase } from '../elements/element-type.ts'
import type { Registry } from '../elements/registry.ts'
import type { PasswordSettings } from '../login/password/password-settings.ts'
import { PasswordType } from '../login/password/password-type.ts'
import type { PhoneSettings } from '../login/phone/phone-settings.ts'
import { PhoneType } from '../login/phone/phone-type.ts'
import type { SigningAlgorithm } from '../tokens/signing-algorithm.ts'
import type { ElementSet } from './held-elements.ts'

export type LoadedElements = {
  readonly registry: () => Registry
  readonly clients: () => ClientDirectory
  readonly corps: () => readonly Corp[]
  /** The phone logins, whichever Type of the app they are of. */
  readonly phoneLogins: () => readonly ElementDefinition<PhoneSettings>[]
  /** The password logins, whichever Type of the app they are of. */
  readonly passwordLogins: () => readonly ElementDefinition<PasswordSettings>[]
  /** Those whose passwords expire. */
  readonly expiringLogins: () => readonly ElementDefinition<PasswordSettings>[]
  /** Of the id_tokens of these elements' clients. */
  readonly algorithmsOf: (registry: Registry) => readonly SigningAlgorithm[]
  /** What the app calls itself in messages. */
  readonly appTitle: () => string
  /** Texts of the refusal codes that the app's own Types declare. */
  readonly refusalTexts: () => RefusalTexts
}

/** Computed once for each registry. */
export function createLoadedElements(now: () => ElementSet): LoadedElements {
  const registry = () => now().registry
  const clients = new WeakMap<Registry, ClientDirectory>()
  const corps = new WeakMap<Registry, readonly Corp[]>()
  const phoneLogins = new WeakMap<Registry, readonly ElementDefinition<PhoneSettings>[]>()
  const passwordLogins = new WeakMap<Registry, readonly ElementDefinition<PasswordSettings>[]>()
  const expiring = new WeakMap<Registry, readonly ElementDefinition<PasswordSettings>[]>()
  const clientsOf = (of: Registry) =>
    remember(clients, of, () => createClientDirectory(instances<ClientSettings>(of, 'clients.Meta')))
  return {
    registry,
    clients: () => clientsOf(registry()),
    algorithmsOf: (of) => [...new Set(clientsOf(of).all.map(({ idTokenAlg }) => idTokenAlg))],
    corps: () => remember(corps, registry(), (of) => instances<CorpSettings>(of, 'corps.Meta').map(toCorp)),
    phoneLogins: () => remember(phoneLogins, registry(), (of) => logins<PhoneSettings>(of, PhoneType)),
    passwordLogins: () => remember(passwordLogins, registry(), findPasswordLogins),
    expiringLogins: () => remember(expiring, registry(), (of) => findPasswordLogins(of).filter(isExpiring)),
    appTitle: () => now().title,
    refusalTexts: () => registry().refusals,
  }
}

function remember<T>(known: WeakMap<Registry, T>, registry: Registry, make: (registry: Registry) => T): T {
  let value = known.get(registry)
  if (value === undefined) {
    value = make(registry)
    known.set(registry, value)
  }
  return value
}

function instances<Settings>(registry: Registry, family: string): ElementDefinition<Settings>[] {
  return registry.list({ family, tier: 'instance' }) as ElementDefinition<Settings>[]
}

function findPasswordLogins(registry: Registry): ElementDefinition<PasswordSettings>[] {
  return logins<PasswordSettings>(registry, PasswordType)
}

function logins<Settings>(registry: Registry, base: ElementBase): ElementDefinition<Settings>[] {
  return registry
    .elements({ tier: 'instance' })
    .filter(({ class: code }) => code === base || code?.prototype instanceof base)
    .map(({ definition }) => definition as ElementDefinition<Settings>)
}

function isExpiring({ settings }: ElementDefinition<PasswordSettings>): boolean {
  return settings.isActive && settings.expireDays > 0
}

function toCorp({ title, settings }: ElementDefinition<CorpSettings>): Corp {
  return { corpId: settings.corpId, corpName: settings.title ?? title, allowJoin: settings.allowJoin === 1 }
}
