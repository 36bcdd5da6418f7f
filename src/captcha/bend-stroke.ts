/** Turns a pen stroke into a dense line of points that differs at every call. */
import type { Point, Stroke } from './glyph-strokes.ts'
import { randomBetween } from './random-between.ts'

const stepsPerSegment = 8
/** How far a point may leave its place, as a part of the glyph's box: more, and an A stops to look like one. */
const mostShift = 0.035

/** The points of a stroke, each moved a little, and the steps between them. */
export function bendStroke(stroke: Stroke): readonly Point[] {
  const points = stroke.points.map(shift)
  const path: Point[] = []
  for (const [index, from] of points.entries()) {
    const to = points[index + 1]
    if (to === undefined) path.push(from)
    else path.push(...segment(stroke.kind, points[index - 1] ?? from, from, to, points[index + 2] ?? to))
  }
  return path
}

function shift([x, y]: Point): Point {
  return [x + randomBetween(-mostShift, mostShift), y + randomBetween(-mostShift, mostShift)]
}

/** From a point up to the next one, exclusively. */
function segment(
  kind: Stroke['kind'],
  before: Point,
  from: Point,
  to: Point,
  after: Point,
): readonly Point[] {
  return Array.from({ length: stepsPerSegment }, (_, step): Point => {
    const t = step / stepsPerSegment
    if (kind === 'line') return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]
    return [
      catmullRom(before[0], from[0], to[0], after[0], t),
      catmullRom(before[1], from[1], to[1], after[1], t),
    ]
  })
}

function catmullRom(before: number, from: number, to: number, after: number, t: number): number {
  const cubic = 3 * (from - to) + after - before
  const square = 2 * before - 5 * from + 4 * to - after
  return from + 0.5 * t * (to - before + t * (square + t * cubic))
}
