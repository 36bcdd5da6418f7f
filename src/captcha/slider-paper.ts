/** What slider captchas are drawn on, again and again: what a canvas holds outside the heap, the collector does not see. */
import type { Canvas, ImageData as Dots } from '@napi-rs/canvas'
import { fillRandomly } from '../base/random-id.ts'
import { sliderSize } from './slider-place.ts'

export type SliderPaper = {
  /** The picture with the cut-out. */
  readonly background: Canvas
  readonly piece: Canvas
  /** The picture as it was before anything was cut. */
  readonly scenery: Canvas
  /** For one patch at a time, with `patchMargin` dots around the piece's box. */
  readonly patch: Canvas
  readonly grain: Canvas
  /** Fills the grain with new random dots. */
  strewGrain(): void
}

export const patchMargin = 16

export async function createSliderPaper(): Promise<SliderPaper> {
  const { createCanvas, ImageData } = await import('@napi-rs/canvas')
  const { width, height, piece } = sliderSize
  const side = piece + 2 * patchMargin
  const grain = createCanvas(width, height)
  const dots: Dots = new ImageData(width, height)
  return {
    background: createCanvas(width, height),
    piece: createCanvas(piece, height),
    scenery: createCanvas(width, height),
    patch: createCanvas(side, side),
    grain,
    strewGrain() {
      fillRandomly(dots.data)
      for (let alpha = 3; alpha < dots.data.length; alpha += 4) dots.data[alpha] = 255
      grain.getContext('2d').putImageData(dots, 0, 0)
    },
  }
}
