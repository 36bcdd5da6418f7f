/** One try of a password under the account's lock: counted before it is hashed, forgotten when it is right. */
import { secondsUntil } from '../../base/clock.ts'
import type { UserId } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { Brake } from '../../ephemeral/ephemeral-store.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import type { PasswordVerdict } from './password-hasher.ts'
import type { PasswordServices } from './password-services.ts'
import type { PasswordSettings } from './password-settings.ts'
import { lockBrake, riskBrakes, type TrySubject, takeTriesBack } from './try-counters.ts'

export type PasswordTry = {
  readonly element: ElementDefinition<PasswordSettings>
  readonly subject: TrySubject
  /** Nothing for an unknown user, whose lock nobody is told of. */
  readonly userId: UserId | undefined
  /** Nothing for an unknown user: the same work is done (spec 3, rule 5). */
  readonly stored: string | undefined
  readonly candidate: PasswordCandidate
  /** Where the try was counted before. */
  readonly counted: readonly Brake[]
}

/** `triesLeft`: failures that may follow this one before the account is locked for a while. */
export type CheckedPassword = PasswordVerdict & { readonly triesLeft: number }

/**
 * Counts exactly: of any number of parallel wrong tries no more are hashed than the lock lets through.
 * Refusals: `ACCOUNT_LOCKED` with seconds, `BUSY`; neither counts as a failure. A wrong password is an answer.
 */
export async function checkPassword(
  services: PasswordServices,
  { element, subject, userId, stored, candidate, counted }: PasswordTry,
): Promise<CheckedPassword> {
  const { ephemeral, passwordHashers, events } = services
  const lock = lockBrake(subject, element.settings.lockout)
  const state = await ephemeral.strike(lock)
  if (state.state !== 'open') {
    await takeTriesBack(ephemeral, counted)
    const seconds = state.state === 'braked' ? secondsUntil(state.retryAfterMs, 0) : undefined
    throw refuse('ACCOUNT_LOCKED', seconds === undefined ? {} : { seconds })
  }
  try {
    const verdict = await (await passwordHashers.of(element)).verify(stored, candidate)
    if (verdict.matches) await forgetFailures(services, subject, lock, counted)
    else if (state.triesLeft === 0 && userId !== undefined) {
      const data = { loginType: element.fullName, what: 'password', userId, isClosed: false }
      events.raise(subject.tenantId, { type: 'login.locked', data })
    }
    return { ...verdict, triesLeft: state.triesLeft }
  } catch (error) {
    await takeTriesBack(ephemeral, [lock, ...counted])
    throw error
  }
}

/** The account starts anew; others may have failed from the address, so only this try is taken back there. */
async function forgetFailures(
  { ephemeral }: PasswordServices,
  subject: TrySubject,
  lock: Brake,
  counted: readonly Brake[],
): Promise<void> {
  const [account] = riskBrakes(subject)
  const others = counted.filter(({ key }) => key !== account.key)
  await Promise.all([ephemeral.drop(lock.key, account.key), takeTriesBack(ephemeral, others)])
}
