/**
 * Tries of a second factor are counted before they are compared, for each user (spec 6, O5). A device that has logged
 * in to the account before counts on its own: who knows the password locks nobody out there (A34).
 */
import { secondsUntil } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { Brake, BrakePolicy, EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { forgetFacts } from '../ephemeral/forget-facts.ts'
import { type FactorOwner, seedContext } from './factor-rows.ts'

const policy: BrakePolicy = { failures: 10, windowMs: 3_600_000, baseMs: 30_000, maxMs: 3_600_000 }

/** Whose second factor is tried, and where. */
export type FactorTry = {
  readonly owner: FactorOwner
  /** Key of the device where it has logged in to the account before. */
  readonly knownDevice: string | undefined
}

/**
 * The result of `compare`, whose failures so far are then forgotten. A refusal that it answers with stays counted;
 * where it throws, the comparison could not be made, and nothing was counted. Refusal of its own:
 * `TOO_MANY_ATTEMPTS` with the seconds to wait.
 */
export async function countedTry<Result>(
  ephemeral: EphemeralStore,
  { owner, knownDevice }: FactorTry,
  compare: () => Promise<Result | Refusal>,
): Promise<Result> {
  const brake = brakeOf(owner, knownDevice)
  const state = await ephemeral.strike(brake)
  if (state.state === 'braked')
    throw refuse('TOO_MANY_ATTEMPTS', { seconds: secondsUntil(state.retryAfterMs, 0) })
  const result = await compare().catch(async (error: unknown) => {
    await ephemeral.unstrike(brake)
    throw error
  })
  if (result instanceof Refusal) throw result
  await ephemeral.drop(brake.key)
  return result
}

/** For unknown devices and for these known ones. Answers whether failures were counted. */
export function forgetTries(
  ephemeral: EphemeralStore,
  owner: FactorOwner,
  knownDevices: readonly string[],
): Promise<boolean> {
  return forgetFacts(
    ephemeral,
    [undefined, ...knownDevices].map((device) => brakeOf(owner, device).key),
  )
}

function brakeOf(owner: FactorOwner, knownDevice = ''): Brake {
  return { key: `factor-brake:{${sha256(seedContext(owner))}}:${knownDevice}`, policy }
}
