/**
 * A login by name and password up to the proof: captcha, then the account's lock, then the hash (spec 6, N2). An
 * unknown user and a wrong password take the same way (spec 3, rule 5).
 */
import { secondsUntil } from '../../base/clock.ts'
import { Refusal, refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Brake } from '../../ephemeral/ephemeral-store.ts'
import { askCaptcha, type CaptchaDemand } from './ask-captcha.ts'
import { checkPassword } from './check-password.ts'
import type { Account } from './password-bindings.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'
import { renewForm } from './renew-form.ts'
import { accountKey, riskBrakes, sprayBrake } from './try-counters.ts'

export type PasswordProof = {
  readonly place: PasswordPlace
  /** The folded name. */
  readonly nameKey: string
  readonly candidate: PasswordCandidate
  /** Absent where no captcha can be presented: the lock holds, and the failures of the address. */
  readonly captcha?: CaptchaDemand
}

/** Someone who has proven to know the password. */
export type ProvenPassword = {
  readonly user: Account
  /** Epoch milliseconds; the stored form was read after it. */
  readonly provenSince: number
  readonly knownDevice: boolean
}

/** Refusals: `CAPTCHA_ERROR`, `CAPTCHA_REQUIRED`, `RATE_LIMITED`, `ACCOUNT_LOCKED`, `BUSY`, `PASSWORD_ERROR`, `USER_AUTH_MISS`, `USER_DISABLED`. */
export async function provePassword(
  services: PasswordServices,
  proof: PasswordProof,
): Promise<ProvenPassword> {
  const { call } = proof.place
  const provenSince = services.clock.now()
  const account = await findAccount(services, proof)
  try {
    const user = await checkAccount(services, proof, account)
    return { user, provenSince, knownDevice: isKnown(user, call) }
  } catch (error) {
    if (error instanceof Refusal) noteRefusal(services, proof.place, account, error)
    throw error
  }
}

async function findAccount(
  { passwordBindings }: PasswordServices,
  { place: { call, element }, nameKey }: PasswordProof,
): Promise<Account | undefined> {
  const account = await passwordBindings.findByName(call.tenantId, nameKey, call.device.key)
  return account?.login_type === element.fullName ? account : undefined
}

async function checkAccount(
  services: PasswordServices,
  { place, nameKey, candidate, captcha }: PasswordProof,
  account: Account | undefined,
): Promise<Account> {
  const { call, element } = place
  const { tenantId, address, device } = call
  const knownDevice = isKnown(account, call) ? device.key : undefined
  const subject = { tenantId, accountKey: accountKey(account?.id, nameKey), knownDevice, address }
  const counted = captcha
    ? await askCaptcha(services.ephemeral, captcha, riskBrakes(subject))
    : await countAtAddress(services, sprayBrake(subject))
  const stored = account?.stored
  const tried = { element, subject, userId: account?.id, stored, candidate, counted }
  const verdict = await checkPassword(services, tried)
  const { triesLeft } = verdict
  if (account === undefined)
    throw tellsUnknown(place) ? refuse('USER_AUTH_MISS') : refuse('PASSWORD_ERROR', { triesLeft })
  if (!verdict.matches) throw refuse('PASSWORD_ERROR', { triesLeft }, verdict.trouble)
  if (account.status !== 'active') throw refuse('USER_DISABLED')
  if (verdict.outdated) await renewForm(services, place, account, candidate)
  return account
}

/** Many names may be tried from one place, a few times each: no lock of an account meets that. */
async function countAtAddress(
  { ephemeral }: PasswordServices,
  brake: Brake | undefined,
): Promise<readonly Brake[]> {
  if (brake === undefined) return []
  const state = await ephemeral.strike(brake)
  if (state.state === 'open') return [brake]
  throw refuse(
    'RATE_LIMITED',
    state.state === 'braked' ? { seconds: secondsUntil(state.retryAfterMs, 0) } : {},
  )
}

function isKnown(account: Account | undefined, { device }: CallContext): boolean {
  return account?.known === 1 && device.key !== undefined
}

function tellsUnknown({ call, element }: PasswordPlace): boolean {
  return call.caller.kind === 'system' || element.settings.discloseUnknownUser
}

/** What was typed as a name is not told: it may be a password in the wrong field. */
function noteRefusal(
  { audit }: PasswordServices,
  { call, element }: PasswordPlace,
  account: Account | undefined,
  { code, cause }: Refusal,
): void {
  const user = account === undefined ? {} : { userId: account.id }
  const detail = typeof cause === 'string' ? { detail: cause } : {}
  audit.note({ action: 'password.check', result: code, ...user, subject: element.fullName, ...detail }, call)
}
