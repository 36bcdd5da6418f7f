/** When a captcha is asked for, and that it is spent: always, or only at risk (spec 3, `captcha`). */
import { refuse } from '../../base/refusal.ts'
import type { Brake, EphemeralStore } from '../../ephemeral/ephemeral-store.ts'
import { countTries, takeTriesBack } from './try-counters.ts'

export type CaptchaDemand = {
  readonly rule: 'always' | 'risk'
  /** Spends what the caller presented; was it right? */
  pass(): Promise<boolean>
}

/** Counts the try, and answers with where. Refused as `CAPTCHA_ERROR`, which counts nowhere. */
export async function askCaptcha(
  ephemeral: EphemeralStore,
  { rule, pass }: CaptchaDemand,
  brakes: readonly Brake[],
): Promise<readonly Brake[]> {
  const { counted, isBraked } = await countTries(ephemeral, brakes)
  if (rule === 'risk' && !isBraked) return counted
  if (await pass()) return counted
  await takeTriesBack(ephemeral, counted)
  throw refuse('CAPTCHA_ERROR')
}
