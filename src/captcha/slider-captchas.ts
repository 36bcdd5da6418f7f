/** Slider captchas: a picture with a cut-out and the piece that fits it (spec 5, "Slider captcha"). */
import { randomHex } from '../base/random-id.ts'
import type { KeptAnswers } from './kept-answers.ts'

/** A picture that nobody else gets; `x` and `y`: where the upper left corner of the piece belongs, in whole dots. */
export type DrawnSlider = {
  readonly x: number
  readonly y: number
  /** PNG of the picture with the cut-out. */
  readonly background: Buffer
  /** PNG of the piece. */
  readonly piece: Buffer
}

export type SliderDrawer = { next(): Promise<DrawnSlider> }

export type SliderCaptcha = Pick<DrawnSlider, 'background' | 'piece'> & { readonly token: string }

/** Where the piece was dropped, in dots from the left and upper edge. */
export type SliderPoint = { readonly x: number; readonly y: number }

export interface SliderCaptchas {
  /** Good for 120 seconds and one check, for `owner` alone. Refused as `BUSY`. */
  generate(owner: string): Promise<SliderCaptcha>
  /** Spends the captcha, right or wrong. The clients always send the same `y`: only `x` counts, within 5 dots. */
  consume(owner: string, token: string, point: SliderPoint): Promise<boolean>
}

export const sliderTtlMs = 120_000
const toleranceDots = 5

type SliderDependencies = {
  readonly answers: KeptAnswers
  readonly drawer: SliderDrawer
}

export function createSliderCaptchas({ answers, drawer }: SliderDependencies): SliderCaptchas {
  return {
    async generate(owner) {
      const { x, background, piece } = await drawer.next()
      const token = randomHex(32)
      await answers.keep(owner, token, String(x))
      return { token, background, piece }
    },
    consume: (owner, token, { x }) => answers.spend(owner, token, placesNear(x)),
  }
}

/** The places that a drop at `x` is right for: they are whole dots. */
function placesNear(x: number): string[] {
  const first = Math.ceil(x - toleranceDots)
  const last = Math.floor(x + toleranceDots)
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
}
