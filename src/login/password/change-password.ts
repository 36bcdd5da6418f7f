/** Changing and removing a name and password. A new password ends the other sessions, codes and tickets. */
import type { AuditEvent } from '../../audit/audit-event.ts'
import { Refusal, refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Step } from '../../storage/database.ts'
import type { PresentedTicket } from '../ticket.ts'
import { checkPassword } from './check-password.ts'
import type { Account, BindingOwner } from './password-bindings.ts'
import { type PasswordCandidate, transportMd5 } from './password-candidate.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'
import { accountKey, keysOfAccount, type TrySubject } from './try-counters.ts'
import type { Username } from './username.ts'

/** Refused as `PASSWORD_ERROR` when `old` is wrong, under the same lock as a login; then as `PASSWORD_WEAK` when it is kept. */
export async function changePassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  passwords: { readonly old: PasswordCandidate; readonly next: PasswordCandidate },
  proof: readonly Step[] = [],
): Promise<void> {
  await requirePassword(services, place, account, passwords.old)
  if (transportMd5(passwords.old) === transportMd5(passwords.next))
    throw refuse('PASSWORD_WEAK', { unmet: ['unchanged'] })
  const stored = await (await services.passwordHashers.of(place.element)).hash(passwords.next)
  const refused = () => refuse('PASSWORD_ERROR')
  await commitPassword(services, place, { account, stored, action: 'password.change', proof, refused })
}

/** Refusals: `PASSWORD_ERROR`, `ACCOUNT_LOCKED`, `BUSY`. */
export async function requirePassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  candidate: PasswordCandidate,
): Promise<void> {
  const { call, element } = place
  const subject = subjectOf(call, account)
  const { stored } = account
  try {
    const tried = { element, subject, userId: account.id, stored, candidate, counted: [] }
    const { matches, triesLeft } = await checkPassword(services, tried)
    if (!matches) throw refuse('PASSWORD_ERROR', { triesLeft })
  } catch (error) {
    if (error instanceof Refusal) noteRefusal(services, place, account, error.code)
    throw error
  }
}

/** What takes the place of the old password. */
export type SetProof = {
  /** What must still hold when the password changes, and what is spent by it. */
  readonly steps: readonly Step[]
  /** Another password has taken the place of the one that is changed. */
  readonly refused: () => Refusal
}

/** Another proof in place of the old password. Failures with the old one are forgotten. */
export async function setPassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  next: PasswordCandidate,
  { steps, refused }: SetProof,
): Promise<void> {
  const stored = await (await services.passwordHashers.of(place.element)).hash(next)
  await commitPassword(services, place, { account, stored, action: 'password.reset', proof: steps, refused })
  await services.ephemeral.drop(...keysOfAccount(subjectOf(place.call, account)))
}

/** A ticket in place of the old password, spent by the change alone. */
export async function resetPassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  ticket: PresentedTicket,
  next: PasswordCandidate,
): Promise<void> {
  const { tickets, users } = services
  const refused = () => refuse('TICKET_INVALID')
  const mark = { tenantId: place.call.tenantId, userId: account.id, provenSince: ticket.issuedAt }
  await tickets.spend(ticket)
  try {
    await setPassword(services, place, account, next, {
      steps: [users.requireCurrent(mark, refused)],
      refused,
    })
  } catch (error) {
    await tickets.giveBack(ticket)
    throw error
  }
}

type NewPassword = {
  readonly account: Account
  readonly stored: string
  readonly action: AuditEvent['action']
  /** What must still hold when the password changes. */
  readonly proof: readonly Step[]
  /** Another password has taken the place of the one that is changed. */
  readonly refused: () => Refusal
}

async function commitPassword(
  { database, users, passwordBindings, sessions, audit, events, clock }: PasswordServices,
  { call, element }: PasswordPlace,
  { account, stored, action, proof, refused }: NewPassword,
): Promise<void> {
  const { tenantId, caller } = call
  const { id: userId, version } = account
  const now = clock.now()
  const keep = caller.kind === 'user' ? caller.sessionId : undefined
  const owner = { tenantId, userId, loginType: element.fullName }
  await database.commit([
    ...proof,
    passwordBindings.change(owner, version, stored, now, refused),
    users.markSecured(tenantId, userId, now),
    sessions.endOthers(tenantId, userId, keep),
    audit.step({ action, result: 'success', userId, subject: element.fullName }, call),
    ...events.steps(tenantId, {
      type: 'password.changed',
      data: { userId, loginType: owner.loginType, by: action === 'password.change' ? 'change' : 'reset' },
    }),
  ])
}

/** Ends the other sessions besides; `proof` must hold when it happens. Refusals: `NOT_BOUND`, `LAST_LOGIN_METHOD`. */
export async function removePassword(
  { database, users, passwordBindings, sessions, audit, events, clock }: PasswordServices,
  owner: BindingOwner,
  { call }: PasswordPlace,
  proof: readonly Step[],
): Promise<void> {
  const { tenantId, userId, loginType } = owner
  const keep = call.caller.kind === 'user' ? call.caller.sessionId : undefined
  await database.commit([
    ...proof,
    passwordBindings.remove(owner),
    users.removeLoginMethod(tenantId, userId),
    users.setUsername(tenantId, userId, null),
    users.markSecured(tenantId, userId, clock.now()),
    sessions.endOthers(tenantId, userId, keep),
    audit.step({ action: 'password.unbind', result: 'success', userId, subject: loginType }, call),
    ...events.steps(tenantId, { type: 'password.unbound', data: { userId, loginType } }),
  ])
}

/** Refused as `USERNAME_TAKEN` when somebody else has the name at that moment; `proof` must hold then. */
export async function changeUsername(
  { database, users, passwordBindings, audit, events }: PasswordServices,
  owner: BindingOwner,
  { key, name }: Username,
  { call }: PasswordPlace,
  proof: readonly Step[],
): Promise<void> {
  const { tenantId, userId, loginType } = owner
  await database.commit([
    ...proof,
    passwordBindings.rename(owner, key),
    users.setUsername(tenantId, userId, name),
    audit.step({ action: 'username.change', result: 'success', userId, subject: loginType }, call),
    ...events.steps(tenantId, { type: 'username.changed', data: { userId, loginType } }),
  ])
}

function subjectOf({ tenantId, address, device }: CallContext, account: Account): TrySubject {
  const knownDevice = account.known === 1 ? device.key : undefined
  return { tenantId, accountKey: accountKey(account.id, account.username_folded), knownDevice, address }
}

function noteRefusal(
  { audit }: PasswordServices,
  { call, element }: PasswordPlace,
  { id: userId }: Account,
  result: string,
): void {
  audit.note({ action: 'password.check', result, userId, subject: element.fullName }, call)
}
