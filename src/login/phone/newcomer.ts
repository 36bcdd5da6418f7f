/** How a number gets a user: a new one, or one who is there and binds it. */
import { maskNational, maskPhone, type PhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Step } from '../../storage/database.ts'
import { insertProfileSteps, type Profile } from '../../users/profile-store.ts'
import { toUser, type UserRow } from '../../users/user.ts'
import type { RegisteredUser } from '../../users/user-result.ts'
import type { AddedLogin } from '../added-login.ts'
import { agreementSteps } from '../agreement-steps.ts'
import { type SingleUse, spendOnce } from '../single-use.ts'
import type { BindingOwner } from './phone-bindings.ts'
import { issueLoginCode, type LoginPlace } from './phone-login-code.ts'
import type { PhoneServices } from './phone-services.ts'
import type { ProvenNumber } from './prove-number.ts'

/** Someone whom the login type admits as a new user. */
export type Newcomer = {
  readonly number: PhoneNumber
  readonly nick: string | undefined
  /** What admitted the newcomer, where it may do so only once. */
  readonly admittedBy?: SingleUse
}

/** What a new user tells of himself, and a second way to log in that he gets at once. */
export type NewcomerFacts = {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly profile?: Profile
  readonly added?: AddedLogin | undefined
}

/** The rows of a new user, as steps of a transaction. */
export type PreparedUser = {
  readonly row: UserRow
  readonly corpList: readonly { readonly corpId: string; readonly corpName: string }[]
  readonly steps: readonly Step[]
}

/** Refused at the commit as `PHONE_BOUND` when the number is taken by then, or as the added login says. */
export function prepareNewcomer(
  services: PhoneServices,
  { number, nick, admittedBy }: Newcomer,
  place: LoginPlace,
  { name, email, profile = {}, added }: NewcomerFacts = {},
): PreparedUser {
  const { users, corps, bindings, audit, events, clock } = services
  const { call, loginType } = place
  const now = clock.now()
  const loginMethods = added === undefined ? 1 : 2
  const shown = { nick: nick ?? maskNational(number), phone: number.e164, username: added?.username }
  const row = users.prepare({ ...shown, name, email, loginMethods }, now)
  const owner = { tenantId: call.tenantId, userId: row.id, loginType }
  const corpList = corps.openCorps()
  const event = { action: 'register.sms', result: 'success', userId: row.id, subject: maskPhone(number.e164) }
  const steps = [
    ...(admittedBy === undefined ? [] : [spendOnce(owner, admittedBy, now)]),
    bindings.insert(owner, number.e164, now),
    ...(added?.steps(row.id) ?? []),
    users.insert(call.tenantId, row, loginMethods),
    ...insertProfileSteps(call.tenantId, row.id, profile),
    ...corps.join(call.tenantId, row.id, corpList, now),
    audit.step(event, call),
    ...events.steps(call.tenantId, { type: 'user.created', data: { userId: row.id, by: 'registration' } }),
  ]
  return { row, corpList, steps }
}

export async function registerNewcomer(
  services: PhoneServices,
  newcomer: Newcomer,
  place: LoginPlace,
  proof: ProvenNumber,
): Promise<RegisteredUser> {
  const { row, corpList, steps } = prepareNewcomer(services, newcomer, place)
  await services.database.commit([...steps, ...agreementSteps(services, row, place.call)])
  const loginCode = await issueLoginCode(services, row, place, proof)
  return toUser(row, { loginCode, corpList })
}

/** Binds a proven number to a user who has none. Refused as `PHONE_BOUND` when a race is lost. */
export async function bindNewcomer(
  { database, users, bindings, audit, events, clock }: PhoneServices,
  owner: BindingOwner,
  { number, code }: ProvenNumber,
  call: CallContext,
): Promise<void> {
  const { tenantId, userId, loginType } = owner
  const event = { action: 'phone.bind', result: 'success', userId, subject: maskPhone(number.e164) }
  const proof = { tenantId, userId, provenSince: code.issuedAt }
  await database.commit([
    users.requireCurrent(proof, () => refuse('CODE_EXPIRED')),
    users.addLoginMethod(tenantId, userId),
    bindings.insert(owner, number.e164, clock.now()),
    users.setPhone(tenantId, userId, number.e164),
    audit.step(event, call),
    ...events.steps(tenantId, { type: 'phone.bound', data: { userId, loginType, phone: event.subject } }),
  ])
}
