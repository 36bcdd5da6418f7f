/**
 * Somebody who lost the number of an account asks for another one. What is answered, and how often one may ask, does not
 * depend on whether there is such an account (spec 6, A21).
 */
import type { Clock } from '../base/clock.ts'
import { type E164, maskPhone } from '../base/phone-number.ts'
import { orderedToken } from '../base/random-id.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import { usernameKey } from '../login/password/username.ts'
import type { PhoneSteps } from '../login/phone/phone-steps.ts'
import type { ProvenNumber } from '../login/phone/prove-number.ts'
import { tellAgainMs } from '../login/phone/tell-notice.ts'
import type { Notice } from '../notices/notice-store.ts'
import type { NewRecovery } from '../recoveries/recovery-store.ts'
import { recoveryNotice } from '../sms/sms-service.ts'
import type { UserRow } from '../users/user.ts'
import { beginRecoveryStep } from '../users/user-marks.ts'
import type { AccountServices } from './account-services.ts'
import { countRecovery } from './recovery-limits.ts'

export type RecoveryServices = Pick<
  AccountServices,
  | 'database'
  | 'ephemeral'
  | 'clock'
  | 'audit'
  | 'events'
  | 'users'
  | 'bindings'
  | 'passwordBindings'
  | 'recoveries'
  | 'notices'
> & {
  readonly clock: Clock
  readonly phoneLogin: (fullName: string, call: CallContext) => PhoneSteps
  /** In E.164; nothing when the text cannot be a number. */
  readonly readNumber: (client: Client, text: string) => string | undefined
  /** From telling the old number to the number's change, at least. */
  readonly waitMs: number
}

export type RecoveryRequest = {
  readonly client: Client
  /** User name, or the number that was lost. */
  readonly account: string
  /** The new number, and the code that went to it. */
  readonly phone: string
  readonly code: string
  readonly reason: string
}

/** Nobody answers any more, so long after the waiting time: while it is open nobody else can ask. */
export const forgottenMs = 7 * 86_400_000

const over = () => refuse('RECOVERY_OVER')

/**
 * Spends the code. Answers with what the old number is to be told, where there is one. Refusals: `RECOVERY_OFF`,
 * `RATE_LIMITED`, those of a code, `PHONE_BOUND` where the new number is somebody's.
 */
export async function askRecovery(
  services: RecoveryServices,
  request: RecoveryRequest,
  call: CallContext,
): Promise<Notice | undefined> {
  const { client, account, phone, code } = request
  const { tenantId } = call
  if (!client.recovery || client.phoneLogin === undefined) throw refuse('RECOVERY_OFF')
  const phones = services.phoneLogin(client.phoneLogin, call)
  const proof = await phones.proveFreeNumber(phone, code)
  const number = services.readNumber(client, account) as E164 | undefined
  const subject = {
    tenantId,
    address: call.address,
    account: number ?? usernameKey(account),
    phone: proof.number.e164,
  }
  await countRecovery(services.ephemeral, subject)
  const owner = await findOwner(services, request, number, call)
  return phones.spendFor(proof, () => write(services, { request, proof, owner }, call))
}

type Owner = { readonly user: UserRow; readonly oldPhone: E164 }

/** Who is meant, and has a number in the client's phone login; whoever it is, as much is looked up. */
async function findOwner(
  { bindings, passwordBindings, users }: RecoveryServices,
  { client, account }: RecoveryRequest,
  number: E164 | undefined,
  { tenantId }: CallContext,
): Promise<Owner | undefined> {
  const [byNumber, byName] = await Promise.all([
    bindings.findByPhone(tenantId, number ?? ('' as E164), undefined),
    passwordBindings.findByName(tenantId, usernameKey(account), undefined),
  ])
  const named = byName?.login_type === client.passwordLogin ? byName : undefined
  const userId = (byNumber ?? named)?.id ?? ('' as UserRow['id'])
  const [user, holder] = await Promise.all([
    users.find(tenantId, userId),
    bindings.findHolder({ tenantId, userId, loginType: client.phoneLogin ?? '' }),
  ])
  const oldPhone = holder?.phone ?? undefined
  return user === undefined || oldPhone === undefined ? undefined : { user, oldPhone }
}

type Asked = {
  readonly request: RecoveryRequest
  readonly proof: ProvenNumber
  readonly owner: Owner | undefined
}

async function write(
  services: RecoveryServices,
  { request, proof, owner }: Asked,
  call: CallContext,
): Promise<Notice | undefined> {
  const { database, clock, audit, events, recoveries, notices, waitMs } = services
  const { client, reason } = request
  const { tenantId } = call
  const subject = maskPhone(proof.number.e164)
  const noted = (result: string, more: object = {}) =>
    audit.step({ action: 'recovery.ask', result, subject, ...more }, call)
  if (owner === undefined) {
    await database.commit([noted('USER_AUTH_MISS')])
    return undefined
  }
  const { user, oldPhone } = owner
  const now = clock.now()
  const recovery: NewRecovery = {
    id: orderedToken(now, 20),
    tenantId,
    userId: user.id,
    clientId: client.clientId,
    loginType: client.phoneLogin ?? '',
    oldPhone,
    newPhone: proof.number.e164,
    reason,
    address: call.address ?? null,
    at: now,
    dueAt: now + waitMs,
  }
  const notice = noticeOf(recovery)
  const { id: recoveryId, loginType, dueAt } = recovery
  const data = {
    userId: user.id,
    recoveryId,
    loginType,
    phone: subject,
    previous: maskPhone(oldPhone),
    dueAt,
  }
  try {
    await database.commit([
      beginRecoveryStep(tenantId, user.id, recoveryId, over),
      recoveries.insert(recovery),
      notices.insert(notice),
      noted('success', { userId: user.id, detail: recoveryId }),
      ...events.steps(tenantId, { type: 'recovery.asked', data }),
    ])
    return notice
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'RECOVERY_OVER') throw error
    // There is an open one, or the account is switched off; who asks hears nothing of that.
    await database.commit([noted('RECOVERY_OVER', { userId: user.id })])
    return undefined
  }
}

/** It is told at once; should the process end meanwhile, another one tells it. */
function noticeOf({ tenantId, id, loginType, clientId, oldPhone, at, dueAt }: NewRecovery): Notice {
  return {
    tenantId,
    id,
    purpose: recoveryNotice,
    loginType,
    clientId,
    phone: oldPhone,
    nextAt: at + tellAgainMs,
    endsAt: dueAt + forgottenMs,
  }
}
