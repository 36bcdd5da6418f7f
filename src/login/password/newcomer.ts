/** How a name and password get a user: a new one, or one who is there and binds them. */
import { refuse } from '../../base/refusal.ts'
import type { Step } from '../../storage/database.ts'
import { toUser } from '../../users/user.ts'
import type { RegisteredUser } from '../../users/user-result.ts'
import { agreementSteps } from '../agreement-steps.ts'
import { type SingleUse, spendOnce } from '../single-use.ts'
import type { BindingOwner } from './password-bindings.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import { issueLoginCode } from './password-login-code.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'
import type { Username } from './username.ts'

/** Someone whom the login type admits as a new user. */
export type Newcomer = {
  readonly username: Username
  readonly nick: string
  /** What admitted the newcomer, where it may do so only once. */
  readonly admittedBy?: SingleUse
}

/** Refused as `USERNAME_TAKEN`, also when a race for the name is lost. */
export async function registerNewcomer(
  services: PasswordServices,
  place: PasswordPlace,
  { username, nick, admittedBy }: Newcomer,
  candidate: PasswordCandidate,
): Promise<RegisteredUser> {
  const { database, users, corps, passwordBindings, audit, events, clock } = services
  const { call, element } = place
  const { tenantId } = call
  const stored = await hashForName(services, place, username, candidate)
  const now = clock.now()
  const row = users.prepare({ nick, username: username.name, loginMethods: 1 }, now)
  const owner = { tenantId, userId: row.id, loginType: element.fullName }
  const corpList = corps.openCorps()
  const event = { action: 'register.password', result: 'success', userId: row.id, subject: element.fullName }
  await database.commit([
    ...(admittedBy === undefined ? [] : [spendOnce(owner, admittedBy, now)]),
    passwordBindings.insert(owner, username.key, stored, now),
    users.insert(tenantId, row, 1),
    ...corps.join(tenantId, row.id, corpList, now),
    ...agreementSteps(services, row, call),
    audit.step(event, call),
    ...events.steps(tenantId, { type: 'user.created', data: { userId: row.id, by: 'registration' } }),
  ])
  const loginCode = await issueLoginCode(services, row, place, { provenSince: now, knownDevice: false })
  return toUser(row, { loginCode, corpList })
}

/** What a user who is there binds, and what must still hold at that moment. */
export type NewBinding = {
  readonly username: Username
  readonly candidate: PasswordCandidate
  readonly proof: readonly Step[]
}

/** Binds a name and password to a user who has none. Refused as `USERNAME_TAKEN`, also when a race is lost. */
export async function bindNewcomer(
  services: PasswordServices,
  place: PasswordPlace,
  owner: BindingOwner,
  { username, candidate, proof }: NewBinding,
): Promise<void> {
  const { database, users, passwordBindings, audit, events, clock } = services
  const { tenantId, userId, loginType } = owner
  const stored = await hashForName(services, place, username, candidate)
  const event = { action: 'password.bind', result: 'success', userId, subject: place.element.fullName }
  await database.commit([
    ...proof,
    users.addLoginMethod(tenantId, userId),
    passwordBindings.insert(owner, username.key, stored, clock.now()),
    users.setUsername(tenantId, userId, username.name),
    audit.step(event, place.call),
    ...events.steps(tenantId, { type: 'password.bound', data: { userId, loginType } }),
  ])
}

/** Nothing is hashed for a name that is taken already. */
export async function hashForName(
  { passwordBindings, passwordHashers }: PasswordServices,
  { call, element }: PasswordPlace,
  { key }: Username,
  candidate: PasswordCandidate,
): Promise<string> {
  if ((await passwordBindings.findByName(call.tenantId, key, undefined)) !== undefined)
    throw refuse('USERNAME_TAKEN')
  return (await passwordHashers.of(element)).hash(candidate)
}
