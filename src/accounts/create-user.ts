/** An operator makes a user: with a phone number, with a name and password, or with both. */
import type { UserId } from '../base/ids.ts'
import { maskNational, maskPhone, type PhoneNumber } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import type { CorpListItem } from '../corps/corp-store.ts'
import type { CallContext } from '../elements/caller.ts'
import { demandPasswordLimits } from '../login/password/password-policy.ts'
import { parseUsername, type Username } from '../login/password/username.ts'
import { acceptNumber } from '../login/phone/accepted-number.ts'
import type { Step } from '../storage/database.ts'
import { isPersonText } from '../users/person-text.ts'
import type { UserRow } from '../users/user.ts'
import type { AccountServices } from './account-services.ts'
import { chooseCorps, chooseElement } from './choose-element.ts'

export type NewUser = {
  /** Without one the masked number or the user name. */
  readonly nick?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: { readonly number: string; readonly loginType?: string | undefined } | undefined
  readonly password?:
    | { readonly username: string; readonly text: string; readonly loginType?: string | undefined }
    | undefined
  /** Ids or names of organisations; without any those that everyone joins. */
  readonly corps?: readonly string[] | undefined
}

type PhoneLogin = { readonly number: PhoneNumber; readonly loginType: string }
type PasswordLogin = { readonly username: Username; readonly stored: string; readonly loginType: string }

type Prepared = {
  readonly user: NewUser
  readonly phone: PhoneLogin | undefined
  readonly password: PasswordLogin | undefined
  readonly corps: readonly CorpListItem[]
}

/**
 * Refusals: `API_PARAMS_ERROR`, `PHONE_INVALID`, `PHONE_COUNTRY_NOT_ALLOWED`, `PHONE_BOUND`, `USERNAME_INVALID`,
 * `USERNAME_TAKEN`, `PASSWORD_WEAK`. The number counts as proven: the operator answers for it.
 */
export async function createUser(
  services: AccountServices,
  user: NewUser,
  call: CallContext,
): Promise<UserRow> {
  if (user.phone === undefined && user.password === undefined)
    throw refuse('API_PARAMS_ERROR', { arguments: { phone: 'or a user name is needed to log in with' } })
  demandPersonTexts(user)
  const phone = readPhone(services, user)
  const corps =
    user.corps === undefined ? services.corps.openCorps() : chooseCorps(services.corpElements(), user.corps)
  const password = await readPassword(services, user, call)
  return commitUser(services, { user, phone, password, corps }, call)
}

function demandPersonTexts({ nick, name, email }: NewUser): void {
  const wrong = Object.entries({ nick, name, email }).filter(
    ([, text]) => text !== undefined && !isPersonText(text),
  )
  if (wrong.length === 0) return
  const faults = wrong.map(([field]) => [field, 'holds characters that it may not'])
  throw refuse('API_PARAMS_ERROR', { arguments: Object.fromEntries(faults) })
}

function readPhone({ phoneLogins, clock }: AccountServices, { phone }: NewUser): PhoneLogin | undefined {
  if (phone === undefined) return undefined
  const element = chooseElement(phoneLogins(), phone.loginType, 'phoneLogin')
  return { number: acceptNumber(phone.number, element.settings, clock.now()), loginType: element.fullName }
}

/** Nothing is hashed for a name that is taken already. */
async function readPassword(
  { passwordLogins, passwordBindings, passwordHashers, commonPasswords }: AccountServices,
  { password }: NewUser,
  { tenantId }: CallContext,
): Promise<PasswordLogin | undefined> {
  if (password === undefined) return undefined
  const element = chooseElement(passwordLogins(), password.loginType, 'passwordLogin')
  const username = parseUsername(password.username)
  const candidate = { text: password.text }
  await demandPasswordLimits(candidate, element.settings.limit, commonPasswords)
  if ((await passwordBindings.findByName(tenantId, username.key, undefined)) !== undefined)
    throw refuse('USERNAME_TAKEN')
  const stored = await (await passwordHashers.of(element)).hash(candidate)
  return { username, stored, loginType: element.fullName }
}

async function commitUser(
  services: AccountServices,
  prepared: Prepared,
  call: CallContext,
): Promise<UserRow> {
  const { database, users, corps, audit, events, clock } = services
  const { user, phone, password } = prepared
  const { tenantId } = call
  const now = clock.now()
  const loginMethods = [phone, password].filter((one) => one !== undefined).length
  const row = users.prepare(
    {
      nick: user.nick ?? (phone === undefined ? (password?.username.name ?? '') : maskNational(phone.number)),
      name: user.name,
      email: user.email,
      phone: phone?.number.e164,
      username: password?.username.name,
      loginMethods,
    },
    now,
  )
  const subject = phone === undefined ? {} : { subject: maskPhone(phone.number.e164) }
  await database.commit([
    ...bindingSteps(services, prepared, row.id, call),
    users.insert(tenantId, row, loginMethods),
    ...corps.join(tenantId, row.id, prepared.corps, now),
    audit.step({ action: 'user.create', result: 'success', userId: row.id, ...subject }, call),
    ...events.steps(tenantId, { type: 'user.created', data: { userId: row.id, by: 'operator' } }),
  ])
  return row
}

function bindingSteps(
  { bindings, passwordBindings, clock }: AccountServices,
  { phone, password }: Prepared,
  userId: UserId,
  { tenantId }: CallContext,
): Step[] {
  const steps: Step[] = []
  const now = clock.now()
  const owner = (loginType: string) => ({ tenantId, userId, loginType })
  if (phone !== undefined) steps.push(bindings.insert(owner(phone.loginType), phone.number.e164, now))
  if (password !== undefined) {
    const { loginType, username, stored } = password
    steps.push(passwordBindings.insert(owner(loginType), username.key, stored, now))
  }
  return steps
}
