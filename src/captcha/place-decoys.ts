/** Where a slider captcha's decoys go: in the rows of the piece, apart from it and from each other. */
import { randomBetween } from './random-between.ts'
import { type SliderPlace, sliderColumns, sliderSize } from './slider-place.ts'

export type Decoys = {
  /** The piece with its surroundings, in its rows. */
  readonly copies: readonly SliderPlace[]
  /** A cut-out of another outline. */
  readonly figure: SliderPlace
  /** Outlines of the piece with nothing cut out, all over the picture. */
  readonly pattern: readonly SliderPlace[]
}

const apart = sliderSize.piece - 2
const beyond = 20
const lowest = sliderSize.height - sliderSize.piece

/** A copy and the figure are where the piece could be as well; a second copy is where there is room. */
export function placeDecoys({ x, y }: SliderPlace): Decoys {
  const [copy, figure] = twoBeside(x)
  const more = freeColumn([x, copy, figure])
  return {
    copies: more === undefined ? [{ x: copy, y }] : [copy, more].map((column) => ({ x: column, y })),
    figure: { x: figure, y: Math.min(lowest, Math.max(0, wholeBetween(y - 7, y + 7))) },
    pattern: Array.from({ length: 6 }, () => ({
      x: wholeBetween(-beyond, sliderSize.width - beyond),
      y: wholeBetween(-beyond, sliderSize.height - beyond),
    })),
  }
}

function twoBeside(x: number): readonly [number, number] {
  for (;;) {
    const [one, other] = [anyColumn(sliderColumns.from), anyColumn(sliderColumns.from)]
    if (isApart(one, [x]) && isApart(other, [x, one])) return [one, other]
  }
}

function freeColumn(taken: readonly number[]): number | undefined {
  const tries = Array.from({ length: 12 }, () => anyColumn(sliderSize.piece))
  return tries.find((column) => isApart(column, taken))
}

function anyColumn(from: number): number {
  return wholeBetween(from, sliderColumns.to)
}

function isApart(column: number, others: readonly number[]): boolean {
  return others.every((other) => Math.abs(column - other) >= apart)
}

function wholeBetween(low: number, high: number): number {
  return Math.floor(randomBetween(low, high))
}
