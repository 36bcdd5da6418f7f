/** What a login type hands over once it knows who someone is. */
import type { TenantId } from '../base/ids.ts'
import type { Refusal } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { Step } from '../storage/database.ts'
import type { UserRow } from '../users/user.ts'

/** Someone who has proven who they are. */
export type ProvenLogin = {
  readonly tenantId: TenantId
  readonly user: UserRow
  readonly client: Client
  /** fullName of the login type. */
  readonly loginType: string
  /** How it was proven: `sms`, `password`. */
  readonly method: string
  /** What is spent by this login: unique for ever. A second login with it is refused with `spent`. */
  readonly originId: string
  readonly spent: () => Refusal
  /** Epoch milliseconds of the proof. */
  readonly authTime: number
  /** When the proof began: the code was asked for, the stored password was read. */
  readonly provenSince: number
  /** Had this device logged in to the account before? */
  readonly knownDevice: boolean
  /** What was proven besides, in a step of its own: `sms`, `password`, `totp`, `recovery`. */
  readonly secondFactor?: string | undefined
  /** Was a password that gets old told and left as it is? */
  readonly warningSkipped?: boolean | undefined
  /** Texts that calls of this login stated to be agreed to: `terms@3`. */
  readonly agreed?: readonly string[] | undefined
  /** Did it begin at a page of this server? */
  readonly atOwnPage?: boolean | undefined
  readonly corpId?: string | undefined
  /** Organisations that a new user joins with `steps`. */
  readonly joins?: readonly string[] | undefined
  readonly platform?: string | undefined
  /** What else belongs into the transaction: a new user's rows. */
  readonly steps: readonly Step[]
}
