/**
 * Draws docs/images/slider-captcha.jpg: twelve slider captchas, each piece at the left edge as a person meets it.
 * `node scripts/draw-contact-sheet.ts [FILE]`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { drawSliderCaptcha } from '../src/captcha/draw-slider-captcha.ts'
import { createSliderPaper } from '../src/captcha/slider-paper.ts'
import { randomSliderPlace, sliderSize } from '../src/captcha/slider-place.ts'

const [columns, rows, gap] = [3, 4, 8]
const { width, height } = sliderSize

const file = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images/slider-captcha.jpg'))
const sheet = createCanvas(columns * (width + gap) + gap, rows * (height + gap) + gap)
const context = sheet.getContext('2d')
context.fillStyle = '#fff'
context.fillRect(0, 0, sheet.width, sheet.height)
const paper = await createSliderPaper()
for (let index = 0; index < columns * rows; index += 1) {
  const { background, piece } = drawSliderCaptcha(paper, randomSliderPlace())
  const x = gap + (index % columns) * (width + gap)
  const y = gap + Math.floor(index / columns) * (height + gap)
  context.drawImage(await loadImage(background), x, y)
  context.drawImage(await loadImage(piece), x, y)
}
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, sheet.toBuffer('image/jpeg', 88))
