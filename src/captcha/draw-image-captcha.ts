/**
 * Draws a captcha's text as a PNG. Every glyph has its own place, turn, scale, slant, bend, pen and colour, and
 * noise runs through all of them; the file holds nothing but the picture's dots.
 */
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { bendStroke } from './bend-stroke.ts'
import { glyphStrokes, type Point } from './glyph-strokes.ts'
import { randomBetween } from './random-between.ts'

export const imageCaptchaSize = { width: 160, height: 60 } as const

const { width, height } = imageCaptchaSize
const margin = 14

/** The paper, to be used again and again: what a canvas holds outside the heap, the collector does not see. */
export async function createCaptchaCanvas(): Promise<Canvas> {
  const { createCanvas } = await import('@napi-rs/canvas')
  return createCanvas(width, height)
}

/** A PNG of characters of the alphabet, in either case; throws on a character that it cannot draw. */
export function drawImageCaptcha(canvas: Canvas, text: string): Buffer {
  const glyphs = Array.from(text.toUpperCase(), strokesOf)
  const context = canvas.getContext('2d')
  context.lineCap = 'round'
  context.lineJoin = 'round'
  drawBackground(context)
  const step = (width - 2 * margin) / glyphs.length
  for (const [index, strokes] of glyphs.entries())
    drawGlyph(context, strokes, margin + step * (index + 0.5), step)
  drawNoise(context)
  return canvas.toBuffer('image/png')
}

function strokesOf(character: string) {
  const strokes = glyphStrokes.get(character)
  if (!strokes) throw new Error('a captcha text holds a character outside the alphabet')
  return strokes
}

function drawBackground(context: SKRSContext2D): void {
  context.fillStyle = paleColour()
  context.fillRect(0, 0, width, height)
  for (let index = 0; index < 5; index += 1) drawCurve(context, paleColour(), randomBetween(5, 16))
}

function drawGlyph(
  context: SKRSContext2D,
  strokes: ReturnType<typeof strokesOf>,
  centre: number,
  step: number,
): void {
  context.save()
  context.translate(centre + randomBetween(-0.1, 0.1) * step, height / 2 + randomBetween(-6, 6))
  context.rotate(randomBetween(-0.32, 0.32))
  context.transform(1, randomBetween(-0.1, 0.1), randomBetween(-0.2, 0.2), 1, 0, 0)
  const across = step * randomBetween(0.62, 0.84)
  const down = randomBetween(29, 37)
  context.strokeStyle = inkColour()
  context.lineWidth = randomBetween(3.6, 5)
  for (const stroke of strokes) {
    drawPath(
      context,
      bendStroke(stroke).map(([x, y]): Point => [(x - 0.5) * across, (y - 0.5) * down]),
    )
  }
  context.restore()
}

/** Lines of ink over the glyphs and of paper through them, and specks: none as thick as a pen stroke. */
function drawNoise(context: SKRSContext2D): void {
  for (let index = 0; index < 2; index += 1) drawCurve(context, inkColour(), randomBetween(1.2, 2))
  for (let index = 0; index < 3; index += 1) drawCurve(context, paleColour(), randomBetween(1, 1.6))
  for (let index = 0; index < 70; index += 1) {
    context.fillStyle = index % 3 === 0 ? paleColour() : inkColour()
    const side = randomBetween(0.8, 2)
    context.fillRect(randomBetween(0, width), randomBetween(0, height), side, side)
  }
}

/** A curve from the left edge to the right one. */
function drawCurve(context: SKRSContext2D, colour: string, thickness: number): void {
  const points = Array.from(
    { length: 5 },
    (_, index): Point => [(index / 4) * width, randomBetween(0, height)],
  )
  context.strokeStyle = colour
  context.lineWidth = thickness
  drawPath(context, bendStroke({ kind: 'curve', points }))
}

function drawPath(context: SKRSContext2D, path: readonly Point[]): void {
  context.beginPath()
  for (const [x, y] of path) context.lineTo(x, y)
  context.stroke()
}

function inkColour(): string {
  return `hsl(${randomBetween(0, 360)}, ${randomBetween(45, 90)}%, ${randomBetween(16, 34)}%)`
}

function paleColour(): string {
  return `hsl(${randomBetween(0, 360)}, ${randomBetween(20, 60)}%, ${randomBetween(86, 96)}%)`
}
