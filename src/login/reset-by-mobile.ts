/**
 * A forgotten password, set anew by who holds the number. The message alone is enough only for a user without a
 * second factor (spec 5, "Statuses of a login").
 */
import type { UserId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { type Client, type ClientDirectory, clientOfTenant } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { FactorOwner } from '../factors/factor-rows.ts'
import type { TotpFactors } from '../factors/totp-factors.ts'
import type { Step } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'
import type { PasswordSteps } from './password/password-steps.ts'
import type { PhoneSteps } from './phone/phone-steps.ts'
import { type RecentLoginServices, requireRecentLogin } from './recent-login.ts'

export type ResetRequest = {
  readonly client: Client
  readonly call: CallContext
  readonly phoneLogin: PhoneSteps
  readonly passwordLogin: PasswordSteps
  /** Of the message. */
  readonly code: string
  readonly password: string
  /** Of TOTP, or a recovery code. */
  readonly factorCode: string | undefined
}

export interface PasswordResets {
  /** By a code that went to the number on file. Refusals: those of a code, `SECOND_FACTOR_REQUIRED`, `PASSWORD_WEAK`. */
  forgotten(phone: string, request: ResetRequest): Promise<void>
  /** Of a signed-in user, by a code that went to the own number. Refusals besides: `NOT_BOUND`, `REAUTH_REQUIRED`. */
  own(userId: UserId, request: ResetRequest): Promise<void>
}

type ResetDependencies = Omit<RecentLoginServices, 'clients'> & {
  readonly factors: Pick<TotpFactors, 'has' | 'check'>
  readonly users: UserStore
  readonly clients: () => Pick<ClientDirectory, 'find' | 'all'>
}

export const forgottenPurpose = 'FORGET_PWD_SMS'
export const ownPurpose = 'UPDATE_PWD_SMS'

const outdated = () => refuse('CODE_EXPIRED')

export function createPasswordResets(needs: ResetDependencies): PasswordResets {
  return {
    forgotten: (phone, request) =>
      reset(needs, phone, request, { purpose: forgottenPurpose, userId: undefined }),

    async own(userId, request) {
      await requireRecentLogin(needs, request.call)
      const phone = await request.phoneLogin.numberOf(userId)
      if (phone === undefined) throw refuse('NOT_BOUND')
      await reset(needs, phone, request, { purpose: ownPurpose, userId })
    },
  }
}

async function reset(
  needs: ResetDependencies,
  phone: string,
  { client, call, phoneLogin, passwordLogin, code, password, factorCode }: ResetRequest,
  purpose: { readonly purpose: string; readonly userId: UserId | undefined },
): Promise<void> {
  await passwordLogin.demandPassword(password)
  const proof = await phoneLogin.proveOwner(phone, code, purpose)
  const owner = { tenantId: call.tenantId, userId: proof.owner.id }
  const knownDevice = proof.knownDevice ? call.device.key : undefined
  const factorSteps = await secondFactor(needs, client, { owner, code: factorCode, knownDevice })
  const mark = { ...owner, provenSince: proof.code.issuedAt }
  const steps = [needs.users.requireCurrent(mark, outdated), ...factorSteps]
  await phoneLogin.spendFor(proof, () =>
    passwordLogin.setPassword(proof.owner.id, password, { steps, refused: outdated }),
  )
}

type TypedFactor = {
  readonly owner: FactorOwner
  readonly code: string | undefined
  readonly knownDevice: string | undefined
}

/** Where a second factor is required and is no TOTP, it is the password itself: an administrator has to help. */
async function secondFactor(
  { factors, clients }: ResetDependencies,
  client: Client,
  { owner, code, knownDevice }: TypedFactor,
): Promise<readonly Step[]> {
  if (!(await factors.has(owner))) {
    if (requiresBesides(clients().all, client)) throw refuse('SECOND_FACTOR_REQUIRED')
    return []
  }
  if (code === undefined) throw refuse('SECOND_FACTOR_REQUIRED')
  return (await factors.check(owner, code, knownDevice)).steps
}

/** Of any client that the password opens: a sibling without second factors is no way round (A27). */
function requiresBesides(all: readonly Client[], { tenantId, passwordLogin }: Client): boolean {
  return all.some(
    (other) =>
      other.mfa === 'required' &&
      other.passwordLogin === passwordLogin &&
      clientOfTenant(other, tenantId) !== undefined,
  )
}
