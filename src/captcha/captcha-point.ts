/** The point of a slider's answer, as the vendors' clients write it: `{"x":237.0,"y":5.0}`. */
import { readObject } from './read-object.ts'
import type { SliderPoint } from './slider-captchas.ts'

/** Longer than any client writes it. */
const longestText = 256

/** Nothing for a text that is no JSON of two numbers. */
export function readPoint(text: string): SliderPoint | undefined {
  if (text.length > longestText) return undefined
  const { x, y } = readObject(text)
  return Number.isFinite(x) && Number.isFinite(y) ? { x: x as number, y: y as number } : undefined
}

/** The same text for the same point, however its numbers are written. */
export function pointText(text: string): string {
  const point = readPoint(text)
  return point === undefined ? 'none' : `${point.x},${point.y}`
}
