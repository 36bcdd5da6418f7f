/** How often an address may ask for captchas and answer them: counted before anything is drawn or looked up (spec 6, A36). */
import { secondsUntil } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { addressBucket } from '../base/network-address.ts'
import { refuse } from '../base/refusal.ts'
import type { EphemeralStore, Limit } from '../ephemeral/ephemeral-store.ts'

/** `address`: whose limit it counts in; in-process calls have none. */
export type CaptchaVisitor = { readonly tenantId: TenantId; readonly address: string | undefined }

type Act = 'ask' | 'answer'

/** An answer is given to be checked and its proof is presented: two for each question. */
const limits: Readonly<Record<Act, { readonly key: string; readonly windows: Limit['windows'] }>> = {
  ask: { key: 'captcha-address', windows: windowsOf(30, 300) },
  answer: { key: 'captcha-answers', windows: windowsOf(60, 600) },
}

function windowsOf(minute: number, hour: number): Limit['windows'] {
  return [
    { ms: 60_000, max: minute },
    { ms: 3_600_000, max: hour },
  ]
}

/** Counts one. Refused as `RATE_LIMITED` with seconds. */
export async function countCaptcha(
  ephemeral: EphemeralStore,
  act: Act,
  { tenantId, address }: CaptchaVisitor,
): Promise<void> {
  if (address === undefined) return
  const { key, windows } = limits[act]
  const limit = { key: `${key}:{${tenantId}:${addressBucket(address)}}`, windows }
  const reservation = await ephemeral.reserve([limit])
  if (!reservation.granted)
    throw refuse('RATE_LIMITED', { seconds: secondsUntil(reservation.retryAfterMs, 0) })
}
