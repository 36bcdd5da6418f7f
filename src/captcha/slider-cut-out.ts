/** The cut-outs of a slider captcha: frosted glass that runs from dark to pale, with a shadow around it. */
import type { Outline } from './puzzle-outline.ts'
import { randomBetween } from './random-between.ts'
import type { SliderPaper } from './slider-paper.ts'
import { fillPatch, patchPlace, putPatch, slantedGradient } from './slider-patch.ts'
import { type SliderPlace, sliderSize } from './slider-place.ts'

/** Colours by how far they are from one side to the other. */
type Shade = () => readonly (readonly [far: number, colour: string])[]

const { width, piece: box } = sliderSize

/** As dark on one side as it is pale on the other: on the whole it does not differ from what is around it. */
export const twoToned: Shade = () => [
  [0.15, 'rgba(0, 0, 0, 0.68)'],
  [0.85, 'rgba(255, 255, 255, 0.54)'],
]

/** Darker or paler than what is around it, greyer and flatter than the cut-out of the piece. */
export const oneToned: Shade = () => {
  const [dark, pale] = ['0, 0, 0', '255, 255, 255']
  const [most, least] = randomBetween(0, 1) < 0.5 ? [dark, pale] : [pale, dark]
  return [
    [0.08, `rgba(${least}, 0.9)`],
    [0.5, `rgba(${most}, 0.85)`],
    [1, `rgba(${most}, 0.92)`],
  ]
}

export function cutOut(paper: SliderPaper, place: SliderPlace, outline: Outline, colours: Shade): void {
  const angle = randomBetween(0, 2 * Math.PI)
  const shade = slantedGradient(paper.patch.getContext('2d'), angle, patchPlace)
  for (const [far, colour] of colours()) shade.addColorStop(far, colour)
  fillPatch(paper, { from: beside(place), outline, shade, blur: { edge: 0.8, scenery: 2 } })
  const context = paper.background.getContext('2d')
  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.6)'
  context.shadowBlur = 6
  putPatch(context, paper, place)
  context.restore()
}

/** What shines through: near enough to have the same colours, far enough to hold nothing of the piece's middle. */
function beside({ x, y }: SliderPlace): SliderPlace {
  const towardsMiddle = x > width / 2 ? -1 : 1
  return { x: x + towardsMiddle * randomBetween(0.6, 1) * box, y: y + randomBetween(-8, 8) }
}
