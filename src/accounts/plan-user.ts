/** From a record of a file to the rows of a new user, as steps of one transaction. */
import type { UserId } from '../base/ids.ts'
import { maskNational, maskPhone, type PhoneNumber } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import { importStoredForm } from '../login/password/stored-form.ts'
import { parseUsername, type Username } from '../login/password/username.ts'
import { acceptNumber } from '../login/phone/accepted-number.ts'
import type { Step } from '../storage/database.ts'
import { insertProfileSteps } from '../users/profile-store.ts'
import type { UserRow } from '../users/user.ts'
import type { AccountServices, PasswordElement } from './account-services.ts'
import { chooseCorps, chooseElement } from './choose-element.ts'
import { cellFault } from './file-row.ts'
import type { PasswordCell, PhoneCell, UserRecord } from './user-record.ts'

/** What the file leaves out, for every row. */
export type ImportDefaults = {
  readonly phoneLogin?: string | undefined
  readonly passwordLogin?: string | undefined
  /** What slow digests were made over; without it each row has to say. */
  readonly over?: 'text' | 'md5' | undefined
}

export type PlannedUser = {
  readonly steps: readonly Step[]
  /** What no other user may have: the id, the numbers and the folded names. */
  readonly keys: {
    readonly userId: string
    readonly phones: readonly string[]
    readonly names: readonly string[]
  }
  /** Has it a password that its element cannot check before the owner's first login by text? */
  readonly needsText: boolean
}

type Phone = { readonly number: PhoneNumber; readonly loginType: string }

type Password = {
  readonly username: Username
  readonly loginType: string
  readonly stored: string
  readonly needsText: boolean
}

/**
 * Refusals of the plan: `API_PARAMS_ERROR`, `PHONE_INVALID`, `PHONE_COUNTRY_NOT_ALLOWED`, `USERNAME_INVALID`. At the
 * commit: `PHONE_BOUND`, `USERNAME_TAKEN`, `API_PARAMS_ERROR` for a `userId` that is taken.
 */
export async function planUser(
  services: AccountServices,
  record: UserRecord,
  defaults: ImportDefaults,
  call: CallContext,
): Promise<PlannedUser> {
  const phones = record.phones.map((phone) => readPhone(services, phone, defaults))
  const passwords: Password[] = []
  for (const password of record.passwords) passwords.push(await readPassword(services, password, defaults))
  const { userId, steps } = stepsOf(services, record, phones, passwords, call)
  return {
    steps,
    keys: {
      userId,
      phones: phones.map(({ number }) => number.e164),
      names: passwords.map(({ username }) => username.key),
    },
    needsText: passwords.some(({ needsText }) => needsText),
  }
}

function readPhone(
  { phoneLogins, clock }: AccountServices,
  phone: PhoneCell,
  { phoneLogin }: ImportDefaults,
): Phone {
  const element = chooseElement(phoneLogins(), phone.loginType ?? phoneLogin, 'phoneLogin')
  return { number: acceptNumber(phone.number, element.settings, clock.now()), loginType: element.fullName }
}

async function readPassword(
  services: AccountServices,
  { username, stored: text, loginType, over }: PasswordCell,
  defaults: ImportDefaults,
): Promise<Password> {
  const element = chooseElement(
    services.passwordLogins(),
    loginType ?? defaults.passwordLogin,
    'passwordLogin',
  )
  const stated = over ?? defaults.over
  const stored = importStoredForm(text, stated ?? 'text')
  if (stored === undefined) throw cellFault('password', 'is no stored form that can be read')
  if (stated === undefined && stored !== importStoredForm(text, 'md5'))
    throw cellFault('over', 'is empty: is the digest over the password (text) or over its MD5 (md5)?')
  const needsText = await demandsText(services, element, stored)
  return { username: parseUsername(username), loginType: element.fullName, stored, needsText }
}

async function demandsText(
  { passwordHashers, passwordSalts }: AccountServices,
  element: PasswordElement,
  stored: string,
): Promise<boolean> {
  const report = await (await passwordHashers.of(element)).inspect(stored)
  if (report.state === 'unreadable') throw cellFault('password', 'is no stored form that can be read')
  const { key, checkable, over } = report
  if (checkable || key === undefined) return over === 'text' && element.settings.passwordTransport === 'md5'
  const hasSalt = (await passwordSalts.find(element.fullName, key.saltId)) !== undefined
  const lacks = hasSalt ? `the process secret ${key.keyId} (LATCHKEY_SECRET)` : `the salt ${key.saltId}`
  throw cellFault('password', `was made with ${lacks}, which is not here`)
}

function stepsOf(
  services: AccountServices,
  record: UserRecord,
  phones: readonly Phone[],
  passwords: readonly Password[],
  call: CallContext,
): { readonly userId: UserId; readonly steps: readonly Step[] } {
  const { users, corps, corpElements, audit, events, clock } = services
  const { tenantId } = call
  const [phone] = phones
  const row = rowOf(services, record, phone, passwords[0])
  const joined = record.corps === undefined ? corps.openCorps() : chooseCorps(corpElements(), record.corps)
  const subject = phone === undefined ? {} : { subject: maskPhone(phone.number.e164) }
  const insertion = users.insert(tenantId, row, phones.length + passwords.length)
  const steps = [
    { ...insertion, guard: { changes: 1, otherwise: idTaken } },
    ...bindingSteps(services, row.id, phones, passwords, call),
    ...insertProfileSteps(tenantId, row.id, record.profile),
    ...corps.join(tenantId, row.id, joined, clock.now()),
    audit.step({ action: 'user.import', result: 'success', userId: row.id, ...subject }, call),
    ...events.steps(tenantId, { type: 'user.created', data: { userId: row.id, by: 'import' } }),
  ]
  return { userId: row.id, steps }
}

/** The first number and name are the ones that are shown. */
function rowOf(
  { users, clock }: AccountServices,
  record: UserRecord,
  phone: Phone | undefined,
  password: Password | undefined,
): UserRow {
  const now = clock.now()
  const { userId, nick, name, email, status, createTime = now } = record
  if (createTime > now) throw cellFault('createTime', 'is in the future')
  const ownName = phone === undefined ? (password?.username.name ?? '') : maskNational(phone.number)
  const shown = { phone: phone?.number.e164, username: password?.username.name }
  const made = users.prepare(
    { nick: nick ?? ownName, name, email, ...shown, status, loginMethods: 0 },
    createTime,
  )
  return userId === undefined ? made : { ...made, id: userId as UserId }
}

/** How old an imported password is nobody knows: its age is counted from the import. */
function bindingSteps(
  { bindings, passwordBindings, clock }: AccountServices,
  userId: UserId,
  phones: readonly Phone[],
  passwords: readonly Password[],
  { tenantId }: CallContext,
): Step[] {
  const now = clock.now()
  const owner = (loginType: string) => ({ tenantId, userId, loginType })
  return [
    ...phones.map(({ loginType, number }) => bindings.insert(owner(loginType), number.e164, now)),
    ...passwords.map(({ loginType, username, stored }) =>
      passwordBindings.insert(owner(loginType), username.key, stored, now),
    ),
  ]
}

const idTaken = () => refuse('API_PARAMS_ERROR', { arguments: { userId: 'is taken' } })
