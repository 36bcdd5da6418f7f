/**
 * The development inbox: the one place where a code can be read (spec 4, rule 10). Sealed in the ephemeral
 * store for as long as a code lives; outside production and on loopback only.
 */
import type { Clock } from '../base/clock.ts'
import type { E164 } from '../base/phone-number.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'

export type InboxMessage = {
  readonly code: string
  /** E.164. */
  readonly phone: string
  readonly purpose: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly at: number
}

export interface DevInbox {
  add(message: InboxMessage, ttlMs: number): Promise<void>
  /** Newest first: all, or those of these numbers. */
  read(phones?: readonly E164[]): Promise<InboxMessage[]>
}

const keepAll = 50
const keepPerPhone = 10
const allKey = '{dev-inbox}:all'
const purpose = 'dev-inbox'

type InboxDependencies = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly clock: Clock
}

export function createDevInbox({ ephemeral, keyring, clock }: InboxDependencies): DevInbox {
  const phoneKey = (phone: string) => `{dev-inbox}:${keyring.hmac(purpose, phone)}`

  return {
    async add(message, ttlMs) {
      const sealed = keyring.seal(purpose, JSON.stringify({ ...message, until: clock.now() + ttlMs }), '')
      await Promise.all([
        ephemeral.push(allKey, sealed, keepAll, ttlMs),
        ephemeral.push(phoneKey(message.phone), sealed, keepPerPhone, ttlMs),
      ])
    },
    async read(phones) {
      const keys = phones === undefined ? [allKey] : phones.map(phoneKey)
      const lists = await Promise.all(keys.map((key) => ephemeral.list(key)))
      const messages = lists
        .flat()
        .flatMap((sealed) => openMessage(keyring.open(purpose, sealed, ''), clock.now()))
      return keys.length < 2 ? messages : messages.toSorted((a, b) => b.at - a.at)
    },
  }
}

function openMessage(plain: string | undefined, now: number): InboxMessage[] {
  if (plain === undefined) return []
  const { until, ...message } = JSON.parse(plain) as InboxMessage & { readonly until: number }
  return until > now ? [message] : []
}
