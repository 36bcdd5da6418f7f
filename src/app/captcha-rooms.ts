/** The captchas of an app, of every kind, and who draws them. */
import type { Clock } from '../base/clock.ts'
import { createClientCaptchas } from '../captcha/client-captchas.ts'
import { createImageCaptchas } from '../captcha/image-captchas.ts'
import { createImageDrawer } from '../captcha/image-drawer.ts'
import { createProofsOfWork } from '../captcha/proofs-of-work.ts'
import { createSliderDrawer } from '../captcha/slider-drawer.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { AppOptions } from './app-options.ts'

export type CaptchaSources = Pick<AppOptions, 'captchaSource' | 'sliderSource'>

type CaptchaParts = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly clock: Clock
}

export function buildCaptchas(parts: CaptchaParts, { captchaSource, sliderSource }: CaptchaSources) {
  const captchaDrawer = createImageDrawer(drawingOf(captchaSource))
  const captchas = createImageCaptchas({ ...parts, drawer: captchaDrawer })
  const sliderDrawer = createSliderDrawer(drawingOf(sliderSource))
  const clientCaptchas = createClientCaptchas({
    ...parts,
    drawer: sliderDrawer,
    images: captchas,
    work: createProofsOfWork(parts),
  })
  return { captchaDrawer, sliderDrawer, captchas, clientCaptchas }
}

/** What a test chooses is drawn as it is asked for, none ahead. */
function drawingOf<Source>(source: Source | undefined) {
  return source === undefined ? {} : { source, stock: 0 }
}
