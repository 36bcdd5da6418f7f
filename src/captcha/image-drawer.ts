/** Image captchas, drawn ahead of need. */
import { randomSymbols } from '../base/random-id.ts'
import { createDrawAhead, type DrawAhead } from './draw-ahead.ts'
import { imageCaptchaAlphabet } from './glyph-strokes.ts'

export type DrawnImage = {
  /** The answer, in capitals; it is compared without case. */
  readonly text: string
  readonly png: Buffer
}

export type ImageDrawerParts = {
  /** Where the texts come from, each of characters of `imageCaptchaAlphabet`: four random ones by default. */
  readonly source?: () => string
  /** How many pictures are kept ready. */
  readonly stock?: number
  /** How many callers may wait for a picture: two hundred are half a second of drawing or more. */
  readonly mostWaiting?: number
}

export function createImageDrawer(parts: ImageDrawerParts = {}): DrawAhead<DrawnImage> {
  const { source = () => randomSymbols(imageCaptchaAlphabet, 4), stock = 16, mostWaiting = 200 } = parts
  return createDrawAhead({
    kind: 'image',
    source: () => source().toUpperCase(),
    assemble: (text, [png = Buffer.alloc(0)]) => ({ text, png }),
    stock,
    mostWaiting,
  })
}
