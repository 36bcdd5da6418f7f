/** May the caller's address send one more message? Asked ahead of checks that answer after that limit (spec 5, "Headers"). */
import { secondsUntil } from '../../base/clock.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import { addressLimit, type SendLimits } from '../../limits/send-limits.ts'
import type { PhoneServices } from './phone-services.ts'

/** Refused as `SEND_LIMIT_REACHED` with seconds. Nothing stays counted: the message itself will be. */
export async function requireSendRoom(
  { ephemeral, audit }: PhoneServices,
  call: CallContext,
  limits: SendLimits,
): Promise<void> {
  const { tenantId, address } = call
  if (address === undefined) return
  const limit = addressLimit({ tenantId, address }, limits)
  const reservation = await ephemeral.reserve([limit])
  if (reservation.granted) {
    await Promise.all(limit.windows.map((_, window) => ephemeral.release(limit, window)))
    return
  }
  const result = 'SEND_LIMIT_REACHED'
  audit.note({ action: 'code.send', result }, call)
  throw refuse(result, { seconds: secondsUntil(reservation.retryAfterMs, 0) })
}
