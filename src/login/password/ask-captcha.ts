/** When a captcha is asked for, and that it is spent: always, or only at risk (spec 3, `captcha`). */
import { refuse } from '../../base/refusal.ts'
import type { Brake, EphemeralStore } from '../../ephemeral/ephemeral-store.ts'
import { countTries, takeTriesBack } from './try-counters.ts'

export type CaptchaDemand = {
  readonly rule: 'always' | 'risk'
  /** Set where the caller may come without one, and then learns that one is asked for. */
  readonly isPresented?: boolean
  /** Spends what the caller presented; was it right? */
  pass(): Promise<boolean>
}

/**
 * Counts the try, and answers with where. Refused as `CAPTCHA_ERROR`, or `CAPTCHA_REQUIRED` where the caller came
 * without one; neither counts anywhere.
 */
export async function askCaptcha(
  ephemeral: EphemeralStore,
  { rule, isPresented = true, pass }: CaptchaDemand,
  brakes: readonly Brake[],
): Promise<readonly Brake[]> {
  const { counted, isBraked, passedOver } = await countTries(ephemeral, brakes)
  if (rule === 'risk' && !isBraked) return counted
  try {
    if (isPresented && (await pass()))
      return [...counted, ...(await countTries(ephemeral, passedOver)).counted]
  } catch (error) {
    await takeTriesBack(ephemeral, counted)
    throw error
  }
  await takeTriesBack(ephemeral, counted)
  throw refuse(isPresented ? 'CAPTCHA_ERROR' : 'CAPTCHA_REQUIRED')
}
