/** The measures of a slider captcha in dots, those that the vendors' clients draw with, and the place of its piece. */
import { randomBetween } from './random-between.ts'

/** `piece` is the width of the piece's picture, which is as high as the background, and the piece's own height. */
export const sliderSize = { width: 310, height: 155, piece: 47 } as const

/** Where the left edge of the piece may be: from `from` up to `to`, exclusively (spec 5, "Slider captcha"). */
export const sliderColumns = { from: 100, to: 263 } as const

/** Dots from the left and upper edge of the background to the piece's box. */
export type SliderPlace = { readonly x: number; readonly y: number }

const margin = 4

/** Every place is as likely as another. */
export function randomSliderPlace(): SliderPlace {
  const { from, to } = sliderColumns
  const lowest = sliderSize.height - sliderSize.piece - margin
  return { x: Math.floor(randomBetween(from, to)), y: Math.floor(randomBetween(margin, lowest + 1)) }
}
