/** The outline of a puzzle piece: a square whose sides have a tab, a notch or nothing, other ones for every picture. */
import type { Point } from './glyph-strokes.ts'
import { randomBetween } from './random-between.ts'
import { sliderSize } from './slider-place.ts'

/** Points around the piece, in its box of `sliderSize.piece` dots. */
export type Outline = readonly Point[]

type Side = 'tab' | 'notch' | 'flat'

const radius = 5.6
const halfNeck = 4
const centreOut = Math.sqrt(radius ** 2 - halfNeck ** 2)
const reach = centreOut + radius
const steps = 14

/** Across and down the box is full: one of two opposite sides has the tab. */
export function randomOutline(): Outline {
  const [left, right] = randomSides()
  const [top, bottom] = randomSides()
  const low = 0.8
  const high = sliderSize.piece - 0.8
  const [west, east] = [left === 'tab' ? low + reach : low, right === 'tab' ? high - reach : high]
  const [north, south] = [top === 'tab' ? low + reach : low, bottom === 'tab' ? high - reach : high]
  return [
    ...side([west, north], [east, north], top),
    ...side([east, north], [east, south], right),
    ...side([east, south], [west, south], bottom),
    ...side([west, south], [west, north], left),
  ]
}

function randomSides(): readonly [Side, Side] {
  const other = randomBetween(0, 1) < 0.75 ? 'notch' : 'flat'
  return randomBetween(0, 1) < 0.5 ? ['tab', other] : [other, 'tab']
}

/** Clockwise from a corner up to the next, exclusively; outside is to the left of the way. */
function side(from: Point, to: Point, kind: Side): Outline {
  if (kind === 'flat') return [from]
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
  const outward = kind === 'tab' ? 1 : -1
  const below = Math.asin(centreOut / radius)
  const arc = Array.from({ length: steps + 1 }, (_, step): Point => {
    const angle = Math.PI + below - (step / steps) * (Math.PI + 2 * below)
    const forth = length / 2 + radius * Math.cos(angle)
    const out = outward * (centreOut + radius * Math.sin(angle))
    return [from[0] + along[0] * forth + along[1] * out, from[1] + along[1] * forth - along[0] * out]
  })
  return [from, ...arc]
}

/** The outline around its middle, turned, larger or smaller, and bent by a slow wave of so many dots. */
export function bentOutline(outline: Outline, turn: number, scale: number, bend: number): Outline {
  const middle = sliderSize.piece / 2
  const phase = randomBetween(0, 2 * Math.PI)
  return outline.map(([x, y]) => {
    const angle = Math.atan2(y - middle, x - middle)
    const far = Math.hypot(x - middle, y - middle) * scale + bend * Math.sin(3 * angle + phase)
    return [middle + far * Math.cos(angle + turn), middle + far * Math.sin(angle + turn)]
  })
}

/** A star, or a shape of many corners, a little larger than the piece. */
export function randomFigure(): Outline {
  const corners = Math.floor(randomBetween(3, 9))
  const dent = randomBetween(0, 1) < 0.4 ? 0.65 : 1
  const turn = randomBetween(0, 2 * Math.PI)
  const middle = sliderSize.piece / 2
  return Array.from({ length: corners * 2 }, (_, index) => {
    const angle = turn + (index / corners) * Math.PI
    const far = middle * 1.1 * (index % 2 === 0 ? 1 : dent)
    return [middle + far * Math.cos(angle), middle + far * Math.sin(angle)]
  })
}
