/**
 * Draws a slider captcha: a background with a cut-out and the piece that fits. What the obvious programs look for
 * is at other places too, and stronger: the piece's dots with what surrounds them, its exact outline, cut-outs that
 * stand out more. Only one place is cut out and of the piece's form, and that is what people see.
 */
import type { SKRSContext2D } from '@napi-rs/canvas'
import { paintScenery } from './paint-scenery.ts'
import { placeDecoys } from './place-decoys.ts'
import { bentOutline, type Outline, randomFigure, randomOutline } from './puzzle-outline.ts'
import { randomBetween } from './random-between.ts'
import { cutOut, oneToned, twoToned } from './slider-cut-out.ts'
import type { SliderPaper } from './slider-paper.ts'
import { drawEdge, lightAt, placeOutline, putCopy } from './slider-patch.ts'
import { type SliderPlace, sliderSize } from './slider-place.ts'

export type SliderPictures = { readonly background: Buffer; readonly piece: Buffer }

const { width, height, piece: box } = sliderSize

/** Two PNGs; `place` is where the piece's box has its upper left corner. */
export function drawSliderCaptcha(paper: SliderPaper, place: SliderPlace): SliderPictures {
  const outline = randomOutline()
  const lightFrom = randomBetween(0, 2 * Math.PI)
  drawBackground(paper, place, outline, lightFrom)
  paper.strewGrain()
  addNoise(paper.background.getContext('2d'), paper)
  drawPiece(paper, place, outline, lightFrom)
  return { background: paper.background.toBuffer('image/png'), piece: paper.piece.toBuffer('image/png') }
}

function drawBackground(paper: SliderPaper, place: SliderPlace, outline: Outline, lightFrom: number): void {
  const context = paper.background.getContext('2d')
  const decoys = placeDecoys(place)
  paper.strewGrain()
  paintScenery(context, paper.grain)
  for (const [index, decoy] of decoys.pattern.entries()) drawRim(context, outline, decoy, index % 2 === 0)
  paper.scenery.getContext('2d').drawImage(paper.background, 0, 0)
  for (const [index, decoy] of decoys.copies.entries()) {
    putCopy(paper, place, decoy, lightFrom)
    drawRim(context, outline, decoy, index === 0)
  }
  cutOut(paper, decoys.figure, randomFigure(), oneToned)
  cutOut(paper, place, roughly(outline), twoToned)
}

/** Who looks for the exact outline is to find the decoys first; people do not see the difference. */
function roughly(outline: Outline): Outline {
  return bentOutline(outline, randomBetween(-0.06, 0.06), randomBetween(0.94, 1.03), 1.3)
}

/** Pale within the edge and dark beyond it, or the other way round, as if the piece lay there. */
function drawRim(context: SKRSContext2D, outline: Outline, place: SliderPlace, isRaised: boolean): void {
  const [within, beyond] = isRaised ? (['pale', 'dark'] as const) : (['dark', 'pale'] as const)
  drawEdge(context, bentOutline(outline, 0, 1.025, 0), place, beyond, 1.1)
  drawEdge(context, bentOutline(outline, 0, 0.975, 0), place, within, 1.1)
}

/** Larger grains in the background than in the piece: they weigh more, and the file is smaller. */
function addNoise(context: SKRSContext2D, { grain }: SliderPaper): void {
  context.save()
  context.globalCompositeOperation = 'overlay'
  context.globalAlpha = 0.16
  context.drawImage(grain, 0, 0, width / 2, height / 2, 0, 0, width, height)
  context.restore()
}

function drawPiece(paper: SliderPaper, place: SliderPlace, outline: Outline, lightFrom: number): void {
  const context = paper.piece.getContext('2d')
  const at = { x: 0, y: place.y }
  context.clearRect(0, 0, box, height)
  context.save()
  placeOutline(context, outline, at)
  context.clip()
  context.drawImage(paper.scenery, -place.x, 0)
  context.fillStyle = lightAt(context, lightFrom, at)
  context.fillRect(0, 0, box, height)
  context.globalCompositeOperation = 'overlay'
  context.globalAlpha = 0.1
  context.drawImage(paper.grain, -randomBetween(0, width - box), 0)
  context.restore()
  drawEdge(context, outline, at, 'dark', 2.4)
  drawEdge(context, outline, at, 'pale', 1.1)
}
