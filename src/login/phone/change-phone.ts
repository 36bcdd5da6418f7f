/** Changing and removing a bound number (spec 2, rules 6–8): what was proven or asked for before is dead (A39). */
import { type E164, maskPhone } from '../../base/phone-number.ts'
import { orderedToken } from '../../base/random-id.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Notice } from '../../notices/notice-store.ts'
import type { Step } from '../../storage/database.ts'
import type { PresentedTicket } from '../ticket.ts'
import { purposesOfNumber } from './code-purposes.ts'
import type { BindingOwner } from './phone-bindings.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'
import { type ProvenNumber, spendFor } from './prove-number.ts'
import { tellAgainMs, tellNotice } from './tell-notice.ts'

const outdated = () => refuse('CODE_EXPIRED')

export type PhoneChange = {
  readonly owner: BindingOwner
  readonly from: E164
  readonly proof: ProvenNumber
  /** Proof of the old number, where the face asks for one. */
  readonly ticket?: PresentedTicket
  /** What another proof adds to the transaction. */
  readonly also?: readonly Step[]
  readonly settings: PhoneSettings
}

/** Spends ticket and code, changes the number, ends the other sessions: all or nothing. The old number is told then, or later. */
export async function changePhone(
  services: PhoneServices,
  change: PhoneChange,
  call: CallContext,
): Promise<void> {
  const { tickets } = services
  const { proof, ticket, from, settings } = change
  const notice = noticeOf(services, change, call)
  await spendFor(services, { code: proof.code, call }, async () => {
    if (ticket !== undefined) await tickets.spend(ticket)
    try {
      await withdrawCodes(services, change.owner, from)
      await commitChange(services, change, notice, call)
    } catch (error) {
      if (ticket !== undefined) await tickets.giveBack(ticket)
      throw error
    }
  })
  if (notice !== undefined) await tellNotice(services, notice, settings, call)
}

export type ReplacedNumber = {
  readonly owner: BindingOwner
  readonly from: E164
  readonly to: E164
  /** Comes first in the transaction but for the user: what made it right. */
  readonly also: readonly Step[]
  readonly settings: PhoneSettings
}

/**
 * Changes a number on an administrator's word; every session ends. Refusals: `USER_DISABLED`, `PHONE_BOUND`, and those of
 * `also`.
 */
export async function replaceNumber(
  services: PhoneServices,
  { owner, from, to, also, settings }: ReplacedNumber,
  call: CallContext,
): Promise<void> {
  const { database, users, clock } = services
  const { tenantId, userId } = owner
  const mark = { tenantId, userId, provenSince: clock.now() }
  const notice = noticeOf(services, { owner, from, settings }, call)
  await withdrawCodes(services, owner, from)
  await database.commit([
    users.requireCurrent(mark, () => refuse('USER_DISABLED')),
    ...also,
    ...changeSteps(services, { owner, from, to, notice }, call),
  ])
  if (notice !== undefined) await tellNotice(services, notice, settings, call)
}

/** What was asked for while the number was its owner's does not outlive that (A39), whoever has it next. */
async function withdrawCodes(
  { codes }: PhoneServices,
  { tenantId, loginType }: BindingOwner,
  phone: E164,
): Promise<void> {
  const scopes = purposesOfNumber.map((purpose) => ({
    tenantId,
    loginType,
    purpose,
    phone,
    userId: undefined,
  }))
  await codes.withdraw(...scopes)
}

async function commitChange(
  services: PhoneServices,
  { owner, from, proof, ticket, also = [] }: PhoneChange,
  notice: Notice | undefined,
  call: CallContext,
): Promise<void> {
  const { database, users, clock } = services
  const { tenantId, userId } = owner
  const to = proof.number.e164
  const provenSince = Math.min(ticket?.issuedAt ?? clock.now(), proof.code.issuedAt)
  await database.commit([
    users.requireCurrent({ tenantId, userId, provenSince }, outdated),
    ...also,
    ...changeSteps(services, { owner, from, to, notice }, call),
  ])
}

type ChangedNumber = Pick<ReplacedNumber, 'owner' | 'from' | 'to'> & { readonly notice: Notice | undefined }

function changeSteps(
  { users, bindings, sessions, audit, events, clock, notices }: PhoneServices,
  { owner, from, to, notice }: ChangedNumber,
  call: CallContext,
): Step[] {
  const { tenantId, userId } = owner
  const now = clock.now()
  const keep = call.caller.kind === 'user' ? call.caller.sessionId : undefined
  const event = {
    action: 'phone.change',
    result: 'success',
    userId,
    subject: maskPhone(to),
    detail: maskPhone(from),
  }
  return [
    bindings.change(owner, from, to, now),
    users.setPhone(tenantId, userId, to),
    users.markSecured(tenantId, userId, now),
    sessions.endOthers(tenantId, userId, keep),
    ...(notice === undefined ? [] : [notices.insert(notice)]),
    audit.step(event, call),
    ...events.steps(tenantId, {
      type: 'phone.changed',
      data: { userId, loginType: owner.loginType, phone: event.subject, previous: event.detail },
    }),
  ]
}

/** How long an old number is tried to be told. */
const tellForMs = 3 * 86_400_000

/** Nothing where the login type does not tell old numbers. */
function noticeOf(
  { clock }: PhoneServices,
  { owner, from, settings }: Pick<PhoneChange, 'owner' | 'from' | 'settings'>,
  call: CallContext,
): Notice | undefined {
  if (settings.notifyOldPhone !== 1) return undefined
  const { tenantId, loginType } = owner
  const now = clock.now()
  return {
    tenantId,
    id: orderedToken(now, 20),
    purpose: 'phone-changed',
    loginType,
    clientId: call.clientId,
    phone: from,
    nextAt: now + tellAgainMs,
    endsAt: now + tellForMs,
  }
}

/** Takes the proven number away and ends the other sessions. Refusals: `NOT_BOUND`, `LAST_LOGIN_METHOD`. */
export async function removePhone(
  services: PhoneServices,
  owner: BindingOwner,
  { number, code }: ProvenNumber,
  call: CallContext,
): Promise<void> {
  const { database, users, bindings, sessions, audit, events, clock } = services
  const { tenantId, userId } = owner
  const keep = call.caller.kind === 'user' ? call.caller.sessionId : undefined
  const shown = (await bindings.findOther(owner)) ?? null
  await withdrawCodes(services, owner, number.e164)
  const event = { action: 'phone.unbind', result: 'success', userId, subject: maskPhone(number.e164) }
  await database.commit([
    users.requireCurrent({ tenantId, userId, provenSince: code.issuedAt }, outdated),
    bindings.remove(owner, number.e164),
    users.removeLoginMethod(tenantId, userId),
    users.setPhone(tenantId, userId, shown),
    users.markSecured(tenantId, userId, clock.now()),
    sessions.endOthers(tenantId, userId, keep),
    audit.step(event, call),
    ...events.steps(tenantId, { type: 'phone.unbound', data: { userId, loginType: owner.loginType } }),
  ])
}
