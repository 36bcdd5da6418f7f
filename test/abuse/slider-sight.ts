/** What a program sees of a slider captcha: dots as numbers, and which of them lie inside, on and around the piece. */
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { sliderSize } from '../../src/captcha/slider-place.ts'

const { width, height, piece: box } = sliderSize

/** Red, green, blue and their mean, row by row. */
export type Channels = readonly [
  red: Float32Array,
  green: Float32Array,
  blue: Float32Array,
  grey: Float32Array,
]

export type SliderSight = {
  readonly background: Channels
  /** Of the grey background: how much it rises to the right and downwards. */
  readonly slopes: readonly [across: Float32Array, down: Float32Array]
  readonly piece: Channels
  /** Dots of the piece's box, as places in a picture as wide as the background: add x to move them. */
  readonly inside: readonly MaskDot[]
  readonly border: readonly MaskDot[]
  readonly around: readonly MaskDot[]
  readonly top: number
}

export type MaskDot = {
  /** In the background, for a piece at x = 0. */
  readonly at: number
  /** In the piece's picture. */
  readonly own: number
  /** The way out of the piece. */
  readonly out: readonly [across: number, down: number]
}

async function dotsOf(png: Buffer): Promise<{ channels: Channels; alpha: Float32Array }> {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const channel = (offset: number) =>
    Float32Array.from({ length: data.length / 4 }, (_, dot) => data[dot * 4 + offset] ?? 0)
  const [red, green, blue] = [channel(0), channel(1), channel(2)]
  const grey = red.map((value, dot) => (value + (green[dot] ?? 0) + (blue[dot] ?? 0)) / 3)
  return { channels: [red, green, blue, grey], alpha: channel(3) }
}

function slopesOf(grey: Float32Array): readonly [Float32Array, Float32Array] {
  const slope = (step: number) =>
    grey.map((_, dot) => ((grey[dot + step] ?? 0) - (grey[dot - step] ?? 0)) / 2 || 0)
  return [slope(1), slope(width)]
}

/** How far a dot is from the piece's edge, up to 5 dots: more than 0 inside, less outside. */
function depthOf(alpha: Float32Array, x: number, y: number): number {
  const isInside = (column: number, row: number) =>
    column >= 0 && column < box && row >= 0 && row < height && (alpha[row * box + column] ?? 0) > 127
  const here = isInside(x, y)
  let nearest = 6
  for (let down = -5; down <= 5; down += 1)
    for (let across = -5; across <= 5; across += 1)
      if (isInside(x + across, y + down) !== here) nearest = Math.min(nearest, Math.hypot(across, down))
  return here ? nearest - 0.5 : 0.5 - nearest
}

export async function lookAt(pictures: {
  readonly background: Buffer
  readonly piece: Buffer
}): Promise<SliderSight> {
  const { channels: background } = await dotsOf(pictures.background)
  const { channels: piece, alpha } = await dotsOf(pictures.piece)
  const top = Math.floor(alpha.findIndex((value) => value > 127) / box)
  const depths = new Map<number, number>()
  const depth = (x: number, y: number) => {
    const key = (y + 8) * 1000 + x + 8
    const known = depths.get(key) ?? depthOf(alpha, x, y)
    depths.set(key, known)
    return known
  }
  const masks: { inside: MaskDot[]; border: MaskDot[]; around: MaskDot[] } = {
    inside: [],
    border: [],
    around: [],
  }
  for (let y = Math.max(1, top - 5); y < Math.min(height - 1, top + box + 5); y += 1)
    for (let x = 0; x < box; x += 1) {
      const far = depth(x, y)
      const [across, down] = [depth(x - 1, y) - depth(x + 1, y), depth(x, y - 1) - depth(x, y + 1)]
      const length = Math.hypot(across, down) || 1
      const dot: MaskDot = { at: y * width + x, own: y * box + x, out: [across / length, down / length] }
      if (far > 2) masks.inside.push(dot)
      else if (Math.abs(far) <= 1) masks.border.push(dot)
      else if (far < -1.5 && far > -5) masks.around.push(dot)
    }
  return { background, slopes: slopesOf(background[3]), piece, ...masks, top }
}
