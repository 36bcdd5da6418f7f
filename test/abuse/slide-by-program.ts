/** Lets the programs that guess a slider captcha's place try their luck, and prints how often each is right. */
import { drawSliderCaptcha } from '../../src/captcha/draw-slider-captcha.ts'
import { createSliderPaper } from '../../src/captcha/slider-paper.ts'
import { randomSliderPlace } from '../../src/captcha/slider-place.ts'
import type { SliderAttack } from './slider-attacks.ts'
import { type Channels, lookAt } from './slider-sight.ts'

/** So near counts as right (spec 5, "Slider captcha"). */
const toleranceDots = 5
/** How many backgrounds an attacker keeps to compare the next with. */
const remembered = 25

type Print = (line: string) => void

/** The part of the pictures that each attack is right about. */
export async function slideByProgram(
  attacks: Readonly<Record<string, SliderAttack>>,
  pictures: number,
  print: Print,
): Promise<ReadonlyMap<string, number>> {
  const paper = await createSliderPaper()
  const hits = new Map(Object.keys(attacks).map((name) => [name, 0]))
  let others: readonly Channels[] = []
  for (let picture = 0; picture < pictures; picture += 1) {
    const place = randomSliderPlace()
    const sight = await lookAt(drawSliderCaptcha(paper, place))
    for (const [name, attack] of Object.entries(attacks))
      if (Math.abs(attack(sight, others) - place.x) <= toleranceDots)
        hits.set(name, (hits.get(name) ?? 0) + 1)
    others = [sight.background, ...others].slice(0, remembered)
  }
  const rates = new Map([...hits].map(([name, count]) => [name, count / pictures]))
  for (const [name, rate] of rates) print(`${(rate * 100).toFixed(1).padStart(5)} %  ${name}`)
  return rates
}
