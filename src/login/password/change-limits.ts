/**
 * How often one signed-in user may try names and set passwords: nobody finds out who has which name, or fills the
 * hash queue, from inside (spec 6, A21; spec 3, rule 2).
 */
import { secondsUntil } from '../../base/clock.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { EphemeralStore, LimitWindow } from '../../ephemeral/ephemeral-store.ts'

const hourMs = 3_600_000

const windows = {
  /** `bind` and `updateUsername`. */
  name: [
    { ms: hourMs, max: 10 },
    { ms: 24 * hourMs, max: 20 },
  ],
  change: [{ ms: hourMs, max: 20 }],
  /** Apart from `change`: a thief's tries do not keep the owner, who holds the number, from a new password. */
  reset: [{ ms: hourMs, max: 20 }],
} as const satisfies Record<string, readonly LimitWindow[]>

/** Counts a try of a signed-in user, whatever becomes of it. Refused as `RATE_LIMITED` with seconds. */
export async function countChange(
  ephemeral: EphemeralStore,
  { caller, tenantId }: CallContext,
  what: keyof typeof windows,
): Promise<void> {
  if (caller.kind !== 'user') return
  const key = `password-${what}:{${tenantId}:${caller.userId}}`
  const reservation = await ephemeral.reserve([{ key, windows: windows[what] }])
  if (!reservation.granted)
    throw refuse('RATE_LIMITED', { seconds: secondsUntil(reservation.retryAfterMs, 0) })
}
