/**
 * The port of facts that expire: codes, captchas, tickets, counters. Every operation is one atomic step over
 * all processes, because "test, count and burn" cannot be put together from reads and writes. Every key has an
 * expiry (spec 6, A68). What belongs together stands on one slot: the part of a key in braces is its slot.
 */

/** At most `max` events in any `ms` milliseconds. */
export type LimitWindow = {
  readonly ms: number
  readonly max: number
  /** Whoever counts an event that is at least the so many-th in the window is told so. */
  readonly tellAt?: number
}

export type Limit = { readonly key: string; readonly windows: readonly LimitWindow[] }

export type Reservation =
  /** `reached`: events in a window, this one among them, that are as many as its `tellAt`; the last such window. */
  | { readonly granted: true; readonly reached?: number }
  /** The first limit of the call that is full, its window with the longest wait, and that wait. */
  | {
      readonly granted: false
      readonly index: number
      readonly window: number
      readonly retryAfterMs: number
    }

/** When failures begin to cost time, and when they close the door (spec 6, O5). */
export type BrakePolicy = {
  /** So many failures within `windowMs` start the backoff. */
  readonly failures: number
  readonly windowMs: number
  /** The first wait; each further failure doubles it up to `maxMs`. */
  readonly baseMs: number
  readonly maxMs: number
  /** So many failures in a row close for good, until the key is dropped. */
  readonly closeAfter?: number
}

export type Brake = { readonly key: string; readonly policy: BrakePolicy }

export type BrakeState =
  | { readonly state: 'open' }
  | { readonly state: 'braked'; readonly retryAfterMs: number }
  | { readonly state: 'closed' }

/** A failure that was counted, and how many more start a wait; or why it was not. */
export type StrikeResult =
  | { readonly state: 'open'; readonly triesLeft: number }
  | Exclude<BrakeState, { readonly state: 'open' }>

/** A value behind a short code. `id` names this issue of it; `tries` wrong guesses burn it. */
export type GuardedFact = {
  readonly id: string
  readonly digest: string
  readonly tries: number
  readonly value: string
}

/** What was taken away with a guarded fact: what its brake held, for `put` where the fact is given back. */
export type SpentGuarded = { readonly failures: string | undefined }

export type Guess = {
  readonly key: string
  /** Digests of the guess under the current key and, while a secret is being changed, the older ones. */
  readonly digests: readonly string[]
  readonly brake: Brake
}

export type GuessResult =
  /** The guess is right; nothing was changed. `leftMs` is the rest of its life. */
  | {
      readonly outcome: 'right'
      readonly id: string
      readonly value: string
      readonly triesLeft: number
      readonly leftMs: number
    }
  /** Wrong, and counted. With no tries left the fact is gone. `begins`: what this failure has made of the brake. */
  | { readonly outcome: 'wrong'; readonly triesLeft: number; readonly begins?: 'braked' | 'closed' }
  /** Never there, expired, spent or burned: nothing was counted. */
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'braked'; readonly retryAfterMs: number }
  | { readonly outcome: 'closed' }

export interface EphemeralStore {
  /** Writes a fact for `ttlMs`, in place of an older one. */
  put(key: string, value: string, ttlMs: number): Promise<void>
  /** The fact, or nothing when it is absent or expired. */
  get(key: string): Promise<string | undefined>
  /** Reads and forgets: of any number of callers exactly one gets the value. A guarded fact is given as its JSON. */
  spend(key: string): Promise<string | undefined>
  /** Forgets facts of any kind. */
  drop(...keys: string[]): Promise<void>

  /** Adds to the front of a list that keeps the newest `keep` values, each for its own `ttlMs`. */
  push(key: string, value: string, keep: number, ttlMs: number): Promise<void>
  /** The list, newest first. */
  list(key: string): Promise<string[]>

  /** Counts one event in every limit, or in none when one is full. */
  reserve(limits: readonly Limit[]): Promise<Reservation>
  /** Takes the newest event out of one window of a limit: what it was counted for did not happen. */
  release(limit: Limit, window: number): Promise<void>

  /** Writes a guarded fact for `ttlMs`, in place of an older one. */
  guard(key: string, fact: GuardedFact, ttlMs: number): Promise<void>
  /** Compares a guess, counts a wrong one in the fact and in the brake, burns the fact at the last try. */
  attempt(guess: Guess): Promise<GuessResult>
  /**
   * Takes the guarded fact with this id away, for exactly one caller; the others get nothing. Its brake is forgotten
   * with it.
   */
  spendGuarded(key: string, id: string, brakeKey: string): Promise<SpentGuarded | undefined>
  /** Puts a guarded fact back, unless a newer one has taken its place. */
  restore(key: string, fact: GuardedFact, ttlMs: number): Promise<void>

  /** Counts a failure ahead of a slow check, unless braked; a check that turns out right drops the key. */
  strike(brake: Brake): Promise<StrikeResult>
  /** Takes one strike back: the check could not be made. */
  unstrike(brake: Brake): Promise<void>

  /** Removes some of what has expired; answers how many. Bounded, and without a table scan. */
  sweep(): Promise<number>
  /** Do so many calls wait that whoever comes now is better sent away? A store without it never has a line. */
  isSwamped?(): boolean
  close(): Promise<void>
}
