/** Slider captchas, drawn ahead of need. */
import { createDrawAhead, type DrawAhead } from './draw-ahead.ts'
import type { DrawnSlider } from './slider-captchas.ts'
import { randomSliderPlace, type SliderPlace } from './slider-place.ts'

export type SliderDrawerParts = {
  /** Where the places come from: random ones by default. */
  readonly source?: () => SliderPlace
  /** How many captchas are kept ready: each takes about 100 KB. */
  readonly stock?: number
  /** How many callers may wait for a captcha: fifty are a second of drawing or more. */
  readonly mostWaiting?: number
}

export function createSliderDrawer(parts: SliderDrawerParts = {}): DrawAhead<DrawnSlider> {
  const { source = randomSliderPlace, stock = 16, mostWaiting = 50 } = parts
  return createDrawAhead({
    kind: 'slider',
    source,
    assemble: ({ x, y }, [background = Buffer.alloc(0), piece = Buffer.alloc(0)]) => ({
      x,
      y,
      background,
      piece,
    }),
    stock,
    mostWaiting,
  })
}
