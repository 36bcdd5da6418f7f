/** Changing and removing a name and password. A new password ends the other sessions, codes and tickets. */
import type { AuditEvent } from '../../audit/audit-log.ts'
import { Refusal, refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Step } from '../../storage/database.ts'
import type { PresentedTicket } from '../ticket.ts'
import { checkPassword } from './check-password.ts'
import type { Account, BindingOwner } from './password-bindings.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'
import { accountKey, keysOfAccount, type TrySubject } from './try-counters.ts'
import type { Username } from './username.ts'

/** Refused as `PASSWORD_ERROR` when `old` is wrong, under the same lock as a login. */
export async function changePassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  passwords: { readonly old: PasswordCandidate; readonly next: PasswordCandidate },
): Promise<void> {
  try {
    await requirePassword(services, place, account, passwords.old)
  } catch (error) {
    if (error instanceof Refusal) noteRefusal(services, place, account, error.code)
    throw error
  }
  const stored = await (await services.passwordHashers.of(place.element)).hash(passwords.next)
  const refused = () => refuse('PASSWORD_ERROR')
  await commitPassword(services, place, { account, stored, action: 'password.change', proof: [], refused })
}

async function requirePassword(
  services: PasswordServices,
  { call, element }: PasswordPlace,
  account: Account,
  candidate: PasswordCandidate,
): Promise<void> {
  const subject = subjectOf(call, account)
  const { stored } = account
  const { matches } = await checkPassword(services, { element, subject, stored, candidate, counted: [] })
  if (!matches) throw refuse('PASSWORD_ERROR')
}

/** A ticket in place of the old password, spent by the change alone. Failures with the old password are forgotten. */
export async function resetPassword(
  services: PasswordServices,
  place: PasswordPlace,
  account: Account,
  ticket: PresentedTicket,
  next: PasswordCandidate,
): Promise<void> {
  const { tickets, users, passwordHashers, ephemeral } = services
  const stored = await (await passwordHashers.of(place.element)).hash(next)
  const refused = () => refuse('TICKET_INVALID')
  const mark = { tenantId: place.call.tenantId, userId: account.id, provenSince: ticket.issuedAt }
  const proof = [users.requireCurrent(mark, refused)]
  await tickets.spend(ticket)
  try {
    await commitPassword(services, place, { account, stored, action: 'password.reset', proof, refused })
  } catch (error) {
    await tickets.giveBack(ticket)
    throw error
  }
  await ephemeral.drop(...keysOfAccount(subjectOf(place.call, account)))
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
  { database, users, passwordBindings, sessions, audit, clock }: PasswordServices,
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
  ])
}

/** Ends the other sessions besides; `proof` must hold when it happens. Refusals: `NOT_BOUND`, `LAST_LOGIN_METHOD`. */
export async function removePassword(
  { database, users, passwordBindings, sessions, audit, clock }: PasswordServices,
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
  ])
}

/** Refused as `USERNAME_TAKEN` when somebody else has the name at that moment; `proof` must hold then. */
export async function changeUsername(
  { database, users, passwordBindings, audit }: PasswordServices,
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
