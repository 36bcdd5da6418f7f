/** Programs that solve slider captchas by what anybody tries first: issue "Slider captcha". 150 pictures; the long run has 1,000. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createCanvas } from '@napi-rs/canvas'
import { slideByProgram } from './slide-by-program.ts'
import { obviousAttacks } from './slider-attacks.ts'
import { lookAt } from './slider-sight.ts'

/** A picture that hides nothing: clouds, a black cut-out and what was there before as the piece. */
function plainSlider(x: number) {
  const [background, piece] = [createCanvas(310, 155), createCanvas(47, 155)]
  const context = background.getContext('2d')
  for (let row = 0; row < 155; row += 5)
    for (let column = 0; column < 310; column += 5) {
      context.fillStyle = `hsl(${(row * row + column * 7) % 360}, 70%, ${40 + ((row * column) % 30)}%)`
      context.fillRect(column, row, 5, 5)
    }
  piece.getContext('2d').drawImage(background, x + 4, 44, 39, 39, 4, 44, 39, 39)
  context.fillStyle = '#000'
  context.fillRect(x + 4, 44, 39, 39)
  return { background: background.toBuffer('image/png'), piece: piece.toBuffer('image/png') }
}

describe('a program that slides', () => {
  const able = [
    'largest uniform region',
    'quietest place',
    'darkest place',
    'greyest place',
    'differs from around it',
    'edges at the outline',
    'drawing of the edges',
    'means of columns',
  ]
  for (const name of able) {
    test(`by ${name} solves a picture that hides nothing`, async () => {
      const sight = await lookAt(plainSlider(171))
      assert.ok(Math.abs((obviousAttacks[name]?.(sight, []) ?? 0) - 171) <= 5)
    })
  }

  test('is right about fewer than a fifth of ours, whatever it tries first', async (t) => {
    const rates = await slideByProgram(obviousAttacks, 150, (line) => t.diagnostic(line))
    // The best is right about a tenth: a fifth of so few pictures it reaches once in some thousand runs.
    for (const [name, rate] of rates) assert.ok(rate < 0.2, `${name}: ${rate}`)
  })
})
