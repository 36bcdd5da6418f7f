/**
 * May one more message be sent? Everything that a message counts in is one atomic step of the store (spec 4, rule 6).
 * A message counts as a stranger's first: only where that is refused, and would not be for a number or a device that
 * has logged in before, it is looked up whether it has. So the usual message costs no look-up.
 */
import type { EphemeralStore, Limit, Reservation } from '../ephemeral/ephemeral-store.ts'
import { type BudgetOwner, budgetLimit, type SendBudget } from '../limits/send-budget.ts'
import {
  addressLimit,
  intervalWindow,
  limitsOfSend,
  type NoticeSubject,
  noticeLimit,
  numberLimit,
  type SendLimits,
  type SendSubject,
} from '../limits/send-limits.ts'
import type { SenderTrust } from '../limits/sender-trust.ts'
import type { BudgetWatch } from './budget-watch.ts'
import type { PrefixBreaker } from './prefix-breaker.ts'

export type SendClaim = {
  readonly subject: SendSubject
  readonly limits: SendLimits
  /** What is known of the sender without a look. */
  readonly trust: SenderTrust
  /** What a look tells of number and device; asked once at most. */
  readonly lookUp: () => Promise<SenderTrust>
  readonly prefix: string
  readonly codeTtlSeconds: number
  /** Has the device logged in before, to any account? Then a closed prefix takes some of its messages. */
  readonly isOldDevice: boolean
  /** Asks for a proof of work; rejects without one. */
  readonly proveWork: () => Promise<void>
}

export type ClaimResult =
  | { readonly granted: true }
  /** `isInterval`: only the time between two messages to a number is not over. */
  | { readonly granted: false; readonly isInterval: boolean; readonly retryAfterMs: number }

export interface SpendControl {
  /**
   * Counts a message in every limit and in the budget, or in nothing. In a closed prefix a stranger is refused until it
   * opens, or asked for a proof of work where it is one of the default country.
   */
  claim(claim: SendClaim): Promise<ClaimResult>
  /**
   * Counts a message that tells of something and holds no code: in a limit of its own and in the budget, as one to a
   * known number. No other limit, which somebody might fill to keep it back, silences it.
   */
  claimNotice(subject: NoticeSubject & BudgetOwner, budget: SendBudget): Promise<Reservation>
  /** Has the address room for one more message? Nothing stays counted. */
  askAddress(
    subject: Pick<SendSubject, 'tenantId' | 'address'>,
    limits: Pick<SendLimits, 'address'>,
  ): Promise<ClaimResult>
  /** Is the number's prefix one of the default country that is closed, so that a proof of work is asked for? */
  needsWork(claim: Pick<SendClaim, 'subject' | 'limits' | 'prefix' | 'codeTtlSeconds'>): Promise<boolean>
}

type SpendDependencies = {
  readonly ephemeral: Pick<EphemeralStore, 'reserve' | 'release'>
  readonly breaker: Pick<PrefixBreaker, 'closedFor'>
  readonly budgetWatch: BudgetWatch
}

type Refused = Extract<Reservation, { readonly granted: false }>

export function createSpendControl({ ephemeral, breaker, budgetWatch }: SpendDependencies): SpendControl {
  async function reserve({ subject, limits }: SendClaim, trust: SenderTrust): Promise<Reservation> {
    const found = await ephemeral.reserve(limitsOfSend(subject, limits, trust))
    if (found.granted && found.reached !== undefined)
      budgetWatch.reached(subject, subject.budget, found.reached)
    return found
  }

  function refuse({ subject, limits }: SendClaim, trust: SenderTrust, refused: Refused): ClaimResult {
    const { index, window, retryAfterMs } = refused
    const key = limitsOfSend(subject, limits, trust)[index]?.key
    const known = budgetLimit(subject, subject.budget, { ...trust, number: true })
    const own = budgetLimit(subject, subject.budget, trust)
    if (key === own.key) {
      const isOpenToKnown = known.windows.some(({ max }, i) => max > (own.windows[i]?.max ?? max))
      budgetWatch.refused(subject, subject.budget, isOpenToKnown ? 'known' : 'none')
    }
    const isInterval = key === numberLimit(subject, limits).key && window === intervalWindow
    return { granted: false, isInterval, retryAfterMs }
  }

  async function askAddress(
    { tenantId, address }: Pick<SendSubject, 'tenantId' | 'address'>,
    limits: Pick<SendLimits, 'address'>,
  ): Promise<ClaimResult> {
    if (address === undefined) return { granted: true }
    const limit = addressLimit({ tenantId, address }, limits)
    const found = await ephemeral.reserve([limit])
    if (!found.granted) return { granted: false, isInterval: false, retryAfterMs: found.retryAfterMs }
    await Promise.all(limit.windows.map((_, window) => ephemeral.release(limit, window)))
    return { granted: true }
  }

  function closedFor({
    subject: { tenantId, country },
    limits,
    prefix,
    codeTtlSeconds,
  }: Pick<SendClaim, 'subject' | 'limits' | 'prefix' | 'codeTtlSeconds'>): Promise<number> {
    return breaker.closedFor({ tenantId, prefix, country }, limits.prefix, codeTtlSeconds * 1000)
  }

  /** What a closed prefix says to this sender. The address's limit answers before it. */
  async function passBreaker(claim: SendClaim, lookUp: SendClaim['lookUp']): Promise<ClaimResult> {
    const closedMs = await closedFor(claim)
    if (closedMs === 0) return { granted: true }
    const { subject, limits } = claim
    const hasRoom = await askAddress(subject, limits)
    if (!hasRoom.granted) return hasRoom
    const known = await lookUp()
    if (known.number || known.device) return { granted: true }
    if (claim.isOldDevice && (await ephemeral.reserve([oldDeviceLimit(claim)])).granted)
      return { granted: true }
    if (!isAtHome(subject)) return { granted: false, isInterval: false, retryAfterMs: closedMs }
    await claim.proveWork()
    return { granted: true }
  }

  return {
    async claim(claim) {
      const { trust } = claim
      const lookUp = once(claim.lookUp)
      const passed = await passBreaker(claim, lookUp)
      if (!passed.granted) return passed
      const first = await reserve(claim, trust)
      if (first.granted) return first
      if (!dependsOnTrust(claim, first)) return refuse(claim, trust, first)
      const known = await lookUp()
      const full = { number: trust.number || known.number, device: trust.device || known.device }
      if (full.number === trust.number && full.device === trust.device) return refuse(claim, trust, first)
      const second = await reserve(claim, full)
      return second.granted ? second : refuse(claim, full, second)
    },
    async claimNotice(subject, budget) {
      const known = budgetLimit(subject, budget, { number: true, device: false })
      const limits = [noticeLimit(subject), known]
      const found = await ephemeral.reserve(limits)
      if (!found.granted && limits[found.index] === known) budgetWatch.refused(subject, budget, 'none')
      if (found.granted && found.reached !== undefined) budgetWatch.reached(subject, budget, found.reached)
      return found
    },
    askAddress,
    needsWork: async (claim) => isAtHome(claim.subject) && (await closedFor(claim)) > 0,
  }
}

function isAtHome({ country, defaultCountry }: SendSubject): boolean {
  return country === defaultCountry
}

/**
 * What devices that have logged in before send to numbers that are not theirs counts in one, in a closed prefix: as
 * many an hour as a prefix is judged by. Devices can be gathered, a login each; they do not open what was closed.
 */
function oldDeviceLimit({ subject: { tenantId }, limits, prefix }: SendClaim): Limit {
  const key = `send-old-devices:{${tenantId}:${prefix}}`
  return { key, windows: [{ ms: 3_600_000, max: limits.prefix.messages }] }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    return answer
  }
}

/** Would the window that is full have more places for somebody who is known? */
function dependsOnTrust({ subject, limits, trust }: SendClaim, { index, window }: Refused): boolean {
  const placesFor = (of: SenderTrust) => limitsOfSend(subject, limits, of)[index]?.windows[window]?.max ?? 0
  return placesFor({ number: true, device: true }) > placesFor(trust)
}
