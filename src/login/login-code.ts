/**
 * Login codes: what a login type hands out and `AuthSvc.loginByCode` takes. 32 random characters, single use,
 * 5 minutes, bound to the client; kept by their digest (spec 1, "From login code to session").
 */
import { sha256 } from '../base/digest.ts'
import type { TenantId, UserId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'

/** What a login code stands for. */
export type LoginCodeFacts = {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly loginType: string
  readonly method: string
  /** Epoch milliseconds of the proof. */
  readonly authTime: number
  /** When the proof began (epoch ms). */
  readonly provenSince: number
  readonly knownDevice: boolean
  /** What was spent for it: no second session is made of that, should a store forget that it was spent. */
  readonly originId?: string
}

export type PresentedLoginCode = {
  readonly key: string
  readonly originId: string
  readonly facts: LoginCodeFacts
}

export interface LoginCodes {
  /** Makes a login code for the client `clientId` (empty: the app has none). */
  issue(facts: LoginCodeFacts, clientId: string): Promise<string>
  /** Reads without spending; nothing when it is wrong, spent, expired or another client's. */
  look(loginCode: string, clientId: string): Promise<PresentedLoginCode | undefined>
  /** True for exactly one caller. */
  spend(presented: PresentedLoginCode): Promise<boolean>
}

/** Spec 1: five minutes. */
const ttlMs = 300_000

export function createLoginCodes(ephemeral: EphemeralStore): LoginCodes {
  const digestOf = (loginCode: string, clientId: string) => sha256(`${clientId}\0${loginCode}`)

  return {
    async issue(facts, clientId) {
      const loginCode = randomToken()
      await ephemeral.put(`login-code:${digestOf(loginCode, clientId)}`, JSON.stringify(facts), ttlMs)
      return loginCode
    },
    async look(loginCode, clientId) {
      const digest = digestOf(loginCode, clientId)
      const key = `login-code:${digest}`
      const value = await ephemeral.get(key)
      if (value === undefined) return undefined
      const facts = JSON.parse(value) as LoginCodeFacts
      return { key, originId: facts.originId ?? `login-code:${digest}`, facts }
    },
    spend: async ({ key }) => (await ephemeral.spend(key)) !== undefined,
  }
}
