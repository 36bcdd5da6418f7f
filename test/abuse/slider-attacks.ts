/** Programs that guess where the piece of a slider captcha belongs: each gives the x that it takes for the best. */
import { sliderColumns, sliderSize } from '../../src/captcha/slider-place.ts'
import type { Channels, MaskDot, SliderSight } from './slider-sight.ts'

/** `others` are the backgrounds that the attacker has seen before. */
export type SliderAttack = (sight: SliderSight, others: readonly Channels[]) => number

const { width, piece: box } = sliderSize
const columns = Array.from(
  { length: sliderColumns.to - sliderColumns.from },
  (_, index) => sliderColumns.from + index,
)

type Score = (x: number) => number

const scoresOf = (score: Score) => columns.map(score)

function best(scores: readonly number[]): number {
  return columns[scores.indexOf(Math.max(...scores))] ?? 0
}

type Values = ArrayLike<number>

function mean(values: Values): number {
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0
  return sum / values.length
}

function likeness(one: Values, other: Values): number {
  const [a, b] = [mean(one), mean(other)]
  let product = 0
  for (let index = 0; index < one.length; index += 1)
    product += ((one[index] ?? 0) - a) * ((other[index] ?? 0) - b)
  return product / one.length / (spread(one) * spread(other) || 1)
}

function spread(values: Values): number {
  const middle = mean(values)
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += ((values[index] ?? 0) - middle) ** 2
  return Math.sqrt(sum / values.length)
}

function read(picture: Float32Array, dots: readonly MaskDot[], x: number): Float32Array {
  const values = new Float32Array(dots.length)
  for (const [index, dot] of dots.entries()) values[index] = picture[dot.at + x] ?? 0
  return values
}

/** How much lighter it is around the piece's outline than within. */
const step = ({ background, inside, around }: SliderSight): Score => {
  return (x) => mean(read(background[3], around, x)) - mean(read(background[3], inside, x))
}

/** How steep the background is along the outline, across it. */
const edge = ({ slopes, border }: SliderSight, sign: (value: number) => number): Score => {
  const [across, down] = slopes
  return (x) =>
    mean(border.map(({ at, out }) => sign((across[at + x] ?? 0) * out[0] + (down[at + x] ?? 0) * out[1])))
}

const steepness = ({ slopes, border }: SliderSight): Score => {
  const [across, down] = slopes
  return (x) => mean(border.map(({ at }) => Math.hypot(across[at + x] ?? 0, down[at + x] ?? 0)))
}

/** The outline as a drawing against the drawing of the background's edges. */
const edgeMaps = ({ slopes, border, around, inside }: SliderSight): Score => {
  const dots = [...border, ...around, ...inside]
  const drawing = dots.map((_, index) => (index < border.length ? 1 : 0))
  const steep = slopes[0].map((value, dot) => Math.hypot(value, slopes[1][dot] ?? 0))
  return (x) => likeness(drawing, read(steep, dots, x))
}

const correlation = ({ background, piece, inside }: SliderSight): Score => {
  const own = inside.flatMap(({ own: dot }) => piece.slice(0, 3).map((channel) => channel[dot] ?? 0))
  const [red, green, blue] = background
  return (x) => {
    const seen = new Float32Array(own.length)
    for (const [index, { at }] of inside.entries()) {
      seen[index * 3] = red[at + x] ?? 0
      seen[index * 3 + 1] = green[at + x] ?? 0
      seen[index * 3 + 2] = blue[at + x] ?? 0
    }
    return likeness(own, seen)
  }
}

const colourDistance = ({ background, piece, inside }: SliderSight): Score => {
  return (x) => {
    const off = (dot: MaskDot, channel: number) =>
      ((piece[channel]?.[dot.own] ?? 0) - (background[channel]?.[dot.at + x] ?? 0)) ** 2
    return -mean(inside.map((dot) => off(dot, 0) + off(dot, 1) + off(dot, 2)))
  }
}

/** Does the background go on where the piece ends? */
const seam = ({ background, piece, border }: SliderSight): Score => {
  const beside = (dot: MaskDot, far: number, across: number) =>
    Math.round(far * dot.out[1]) * across + Math.round(far * dot.out[0])
  return (x) => {
    const off = (dot: MaskDot, channel: number) =>
      ((piece[channel]?.[dot.own + beside(dot, -3, box)] ?? 0) -
        (background[channel]?.[dot.at + x + beside(dot, 3, width)] ?? 0)) **
      2
    return -mean(border.map((dot) => off(dot, 0) + off(dot, 1) + off(dot, 2)))
  }
}

function columnStatistics(
  { background: [, , , grey], top }: SliderSight,
  of: (values: readonly number[]) => number,
) {
  const statistics = Array.from({ length: width }, (_, x) =>
    of(Array.from({ length: box }, (_, row) => grey[(top + row) * width + x] ?? 0)),
  )
  const window = (from: number, to: number) => mean(statistics.slice(Math.max(0, from), to))
  return (x: number) => {
    const beside = mean([
      window(x - 12, x),
      x + box < width ? window(x + box, x + box + 12) : window(x - 12, x),
    ])
    return Math.abs(window(x, x + box) - beside)
  }
}

/** What remains after the median of what was seen before is taken away. */
function differsFromMedian({ background, inside }: SliderSight, others: readonly Channels[]): Score {
  const [known, values] = [new Map<number, number>(), new Float32Array(others.length)]
  const difference = (dot: number) => {
    for (const [index, other] of others.entries()) values[index] = other[3][dot] ?? 0
    return Math.abs((background[3][dot] ?? 0) - (values.sort()[values.length >> 1] ?? 0))
  }
  const remains = (dot: number) => {
    const found = known.get(dot) ?? difference(dot)
    known.set(dot, found)
    return found
  }
  return (x) => mean(inside.map(({ at }) => remains(at + x)))
}

/** What remains after the most similar background that was seen before is taken away. */
function differsFromNearest({ background, inside }: SliderSight, others: readonly Channels[]): Score {
  const grey = background[3]
  const distance = (other: Channels) => {
    let sum = 0
    for (let dot = 0; dot < grey.length; dot += 7) sum += Math.abs((grey[dot] ?? 0) - (other[3][dot] ?? 0))
    return sum
  }
  const distances = others.map(distance)
  const nearest = others[distances.indexOf(Math.min(...distances))]
  return (x) => mean(inside.map(({ at }) => Math.abs((grey[at + x] ?? 0) - (nearest?.[3][at + x] ?? 0))))
}

/** How grey it is within the outline: a tint takes colour away. */
const greyness = ({ background: [red, green, blue], inside }: SliderSight): Score => {
  const colourfulness = red.map((value, dot) => {
    const [g, b] = [green[dot] ?? 0, blue[dot] ?? 0]
    return Math.max(value, g, b) - Math.min(value, g, b)
  })
  return (x) => -mean(read(colourfulness, inside, x))
}

/** How well a slope of one direction, from dark to pale, explains what is within the outline. */
const slant = ({ background: [, , , grey], inside }: SliderSight): Score => {
  const [across, down] = [inside.map(({ at }) => at % width), inside.map(({ at }) => Math.floor(at / width))]
  return (x) => {
    const values = read(grey, inside, x)
    return likeness(across, values) ** 2 + likeness(down, values) ** 2
  }
}

/** Flat ground of about the piece's size, anywhere; its left end is the guess. */
function largestUniformRegion({ background: [red, green, blue], inside }: SliderSight): number {
  const seen = new Uint8Array(red.length)
  let [size, left] = [0, 0]
  for (let start = 0; start < red.length; start += 1) {
    if (seen[start]) continue
    const region = [start]
    seen[start] = 1
    for (let index = 0; index < region.length; index += 1) {
      const dot = region[index] as number
      for (const next of [dot - 1, dot + 1, dot - width, dot + width]) {
        const off = [red, green, blue].reduce(
          (most, channel) => Math.max(most, Math.abs((channel[next] ?? 999) - (channel[dot] ?? 0))),
          0,
        )
        if (off > 9 || seen[next]) continue
        seen[next] = 1
        region.push(next)
      }
    }
    if (region.length <= size || region.length > inside.length * 1.6) continue
    size = region.length
    left = region.reduce((least, dot) => Math.min(least, dot % width), width)
  }
  return left
}

const scored =
  (score: (sight: SliderSight, others: readonly Channels[]) => Score): SliderAttack =>
  (sight, others) =>
    best(scoresOf(score(sight, others)))

/** The scores of several programs, each by how far it stands out, added up. */
const together =
  (...scores: readonly ((sight: SliderSight) => Score)[]): SliderAttack =>
  (sight) => {
    const lists = scores.map((score) => {
      const list = scoresOf(score(sight))
      const [middle, width] = [mean(list), spread(list) || 1]
      return list.map((value) => (value - middle) / width)
    })
    return best(columns.map((_, index) => lists.reduce((sum, list) => sum + (list[index] ?? 0), 0)))
  }

const absolute = (score: (sight: SliderSight) => Score) => (sight: SliderSight) => {
  const signed = score(sight)
  return (x: number) => Math.abs(signed(x))
}

/** What anybody tries first. */
export const obviousAttacks: Readonly<Record<string, SliderAttack>> = {
  'largest uniform region': largestUniformRegion,
  'quietest place': scored(
    ({ background, inside }) =>
      (x) =>
        -spread(read(background[3], inside, x)),
  ),
  'darkest place': scored(
    ({ background, inside }) =>
      (x) =>
        -mean(read(background[3], inside, x)),
  ),
  'brightest place': scored(
    ({ background, inside }) =>
      (x) =>
        mean(read(background[3], inside, x)),
  ),
  'darker than around it': scored(step),
  'greyest place': scored(greyness),
  'differs from around it': scored(absolute(step)),
  'edges at the outline': scored(steepness),
  'edges across the outline': scored((sight) => edge(sight, Math.abs)),
  'one step along the outline': scored(absolute((sight) => edge(sight, Number))),
  'drawing of the edges': scored(edgeMaps),
  'correlation with the piece': scored(correlation),
  'distance of colours': scored(colourDistance),
  'seam with the piece': scored(seam),
  'median of backgrounds': scored(differsFromMedian),
  'most similar background': scored(differsFromNearest),
  'means of columns': scored((sight) => columnStatistics(sight, mean)),
  'spreads of columns': scored((sight) => columnStatistics(sight, spread)),
}

/** What somebody tries who has read how the pictures are drawn. */
export const informedAttacks: Readonly<Record<string, SliderAttack>> = {
  'slope within the outline': scored(slant),
  'steepest slope within the outline': scored((sight) => {
    const [slope, background] = [slant(sight), sight.background[3]]
    return (x) => slope(x) * spread(read(background, sight.inside, x))
  }),
  'grey, with the outline': together(greyness, edgeMaps),
  'slope, with the outline': together(slant, edgeMaps),
  'slope, grey, unlike the piece': together(slant, greyness, (sight) => (x) => -correlation(sight)(x)),
  'all of it': together(slant, greyness, edgeMaps, steepness, (sight) => (x) => -correlation(sight)(x)),
}
