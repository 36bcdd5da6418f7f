/** Parts of a slider captcha's scenery, put down at another place. */
import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Outline } from './puzzle-outline.ts'
import { patchMargin, type SliderPaper } from './slider-paper.ts'
import { type SliderPlace, sliderSize } from './slider-place.ts'

export type Gradient = ReturnType<SKRSContext2D['createLinearGradient']>

export type Patch = {
  /** Which box of the scenery. */
  readonly from: SliderPlace
  /** What is left of it, in the box. */
  readonly outline: Outline
  /** What is laid over it. */
  readonly shade: Gradient
  /** By so many dots the edge is blurred, and the scenery. */
  readonly blur: { readonly edge: number; readonly scenery: number }
}

const { piece: box } = sliderSize
const edgeColours = { pale: 'rgba(255, 255, 255, 0.7)', dark: 'rgba(0, 0, 0, 0.55)' } as const

/** Where the box begins in the patch. */
export const patchPlace: SliderPlace = { x: patchMargin, y: patchMargin }

/** So far around its box the piece is copied too. */
const seam = 6

const surroundings: Outline = [
  [-seam, -seam],
  [box + seam, -seam],
  [box + seam, box + seam],
  [-seam, box + seam],
]

export function fillPatch({ patch, scenery }: SliderPaper, { from, outline, shade, blur }: Patch): void {
  const context = patch.getContext('2d')
  context.save()
  context.clearRect(0, 0, patch.width, patch.height)
  context.filter = `blur(${blur.scenery}px)`
  context.drawImage(scenery, patchMargin - from.x, patchMargin - from.y)
  context.filter = 'none'
  context.fillStyle = shade
  context.fillRect(0, 0, patch.width, patch.height)
  context.globalCompositeOperation = 'destination-in'
  context.filter = `blur(${blur.edge}px)`
  context.fillStyle = '#000'
  placeOutline(context, outline, patchPlace)
  context.fill()
  context.restore()
}

/** The patch with its box at a place of the background. */
export function putPatch(context: SKRSContext2D, { patch }: SliderPaper, place: SliderPlace): void {
  context.drawImage(patch, place.x - patchMargin, place.y - patchMargin)
}

/** The piece and what surrounds it, in the piece's light: it fits here better than where it belongs. */
export function putCopy(paper: SliderPaper, from: SliderPlace, to: SliderPlace, lightFrom: number): void {
  const shade = lightAt(paper.patch.getContext('2d'), lightFrom, patchPlace)
  fillPatch(paper, { from, outline: surroundings, shade, blur: { edge: 2.5, scenery: 0 } })
  putPatch(paper.background.getContext('2d'), paper, to)
}

/** A gradient over a box, in a direction. */
export function slantedGradient(context: SKRSContext2D, angle: number, { x, y }: SliderPlace): Gradient {
  const [across, down] = [(Math.cos(angle) * box) / 2, (Math.sin(angle) * box) / 2]
  const [middle, centre] = [x + box / 2, y + box / 2]
  return context.createLinearGradient(middle - across, centre - down, middle + across, centre + down)
}

/** What falls on the piece: it is paler at one side than where it was cut out, and darker at the other. */
export function lightAt(context: SKRSContext2D, angle: number, place: SliderPlace): Gradient {
  const light = slantedGradient(context, angle, place)
  light.addColorStop(0, 'rgba(255, 255, 255, 0.22)')
  light.addColorStop(1, 'rgba(0, 0, 0, 0.22)')
  return light
}

/** The outline becomes the context's path. */
export function placeOutline(context: SKRSContext2D, outline: Outline, { x, y }: SliderPlace): void {
  context.beginPath()
  for (const [across, down] of outline) context.lineTo(x + across, y + down)
  context.closePath()
}

export function drawEdge(
  context: SKRSContext2D,
  outline: Outline,
  place: SliderPlace,
  colour: keyof typeof edgeColours,
  thickness: number,
): void {
  context.strokeStyle = edgeColours[colour]
  context.lineWidth = thickness
  placeOutline(context, outline, place)
  context.stroke()
}
