/**
 * Paints a landscape of nothing: colours that run into each other, clouds of several sizes, soft and hard shapes and
 * bands. Each picture is a new one, and all of it is alike from left to right.
 */
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { bendStroke } from './bend-stroke.ts'
import type { Point } from './glyph-strokes.ts'
import { randomBetween } from './random-between.ts'
import { sliderSize } from './slider-place.ts'

const { width, height } = sliderSize

type Mood = { readonly hue: number; readonly spread: number; readonly light: number }

/** `grain` is a canvas of random dots that no other picture has had. */
export function paintScenery(context: SKRSContext2D, grain: Canvas): void {
  const mood = { hue: randomBetween(0, 360), spread: randomBetween(50, 130), light: randomBetween(46, 58) }
  paintSky(context, mood)
  paintClouds(context, grain, [2, 4], ['soft-light', 'overlay'], 0.75)
  for (let count = 0; count < 7; count += 1) paintBlob(context, mood)
  for (let count = 0; count < 4; count += 1) paintBand(context, mood)
  for (let count = 0; count < 9; count += 1) paintPolygon(context, mood)
  paintClouds(context, grain, [8, 18, 40], ['overlay', 'soft-light', 'soft-light'], 0.5)
}

function colour({ hue, spread, light }: Mood, alpha: number): string {
  const shade = light + randomBetween(-20, 20)
  return `hsla(${hue + randomBetween(-spread, spread)}, ${randomBetween(25, 75)}%, ${shade}%, ${alpha})`
}

function paintSky(context: SKRSContext2D, mood: Mood): void {
  const angle = randomBetween(0, 2 * Math.PI)
  const [across, down] = [(Math.cos(angle) * width) / 2, (Math.sin(angle) * height) / 2]
  const [x, y] = [width / 2, height / 2]
  const sky = context.createLinearGradient(x - across, y - down, x + across, y + down)
  for (const stop of [0, 0.4, 0.7, 1]) sky.addColorStop(stop, colour(mood, 1))
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
}

/** A few dots of the grain, drawn large: as many across as each scale says. */
function paintClouds(
  context: SKRSContext2D,
  grain: Canvas,
  scales: readonly number[],
  modes: readonly SKRSContext2D['globalCompositeOperation'][],
  strength: number,
): void {
  context.save()
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  for (const [index, across] of scales.entries()) {
    const down = across / 2
    const x = Math.floor(randomBetween(0, grain.width - across))
    const y = Math.floor(randomBetween(0, grain.height - down))
    context.globalCompositeOperation = modes[index] ?? 'overlay'
    context.globalAlpha = strength * randomBetween(0.6, 1)
    context.drawImage(grain, x, y, across, down, 0, 0, width, height)
  }
  context.restore()
}

function paintBlob(context: SKRSContext2D, mood: Mood): void {
  const [x, y, radius] = [randomBetween(0, width), randomBetween(0, height), randomBetween(25, 80)]
  const blob = context.createRadialGradient(x, y, radius * randomBetween(0.1, 0.8), x, y, radius)
  const shade = colour(mood, 1)
  blob.addColorStop(0, shade)
  blob.addColorStop(1, shade.replace(', 1)', ', 0)'))
  context.fillStyle = blob
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius)
}

function paintBand(context: SKRSContext2D, mood: Mood): void {
  const points = Array.from(
    { length: 5 },
    (_, index): Point => [(index / 4) * (width + 40) - 20, randomBetween(-10, height + 10)],
  )
  context.strokeStyle = colour(mood, randomBetween(0.5, 0.9))
  context.lineWidth = randomBetween(4, 16)
  context.beginPath()
  for (const [x, y] of bendStroke({ kind: 'curve', points })) context.lineTo(x, y)
  context.stroke()
}

function paintPolygon(context: SKRSContext2D, mood: Mood): void {
  const [x, y, radius] = [randomBetween(0, width), randomBetween(0, height), randomBetween(8, 34)]
  const corners = Math.floor(randomBetween(3, 9))
  context.fillStyle = colour(mood, randomBetween(0.35, 0.85))
  context.beginPath()
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = ((corner + randomBetween(0, 0.7)) / corners) * 2 * Math.PI
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
  }
  context.fill()
}
