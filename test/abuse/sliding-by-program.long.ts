/** Programs that solve slider captchas, on 1,000 pictures: issue "Slider captcha", docs/decisions/0009-slider-captcha.md. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { slideByProgram } from './slide-by-program.ts'
import { informedAttacks, obviousAttacks } from './slider-attacks.ts'

describe('1,000 slider captchas', () => {
  test('what anybody tries first is right about fewer than a fifth', async (t) => {
    const rates = await slideByProgram(obviousAttacks, 1000, (line) => t.diagnostic(line))
    for (const [name, rate] of rates) assert.ok(rate < 0.2, `${name}: ${rate}`)
  })

  test('what somebody tries who has read how they are drawn is printed', async (t) => {
    const rates = await slideByProgram(informedAttacks, 1000, (line) => t.diagnostic(line))
    assert.equal(rates.size, Object.keys(informedAttacks).length)
  })
})
