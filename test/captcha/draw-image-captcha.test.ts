import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import {
  createCaptchaCanvas,
  drawImageCaptcha,
  imageCaptchaSize,
} from '../../src/captcha/draw-image-captcha.ts'
import { imageCaptchaAlphabet } from '../../src/captcha/glyph-strokes.ts'
import { pngChunks } from './png-chunks.ts'

const canvas = await createCaptchaCanvas()
const { width, height } = imageCaptchaSize

/** How dark each dot of a PNG is, from 0 to 255. */
async function darkness(png: Buffer): Promise<Float64Array> {
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(await loadImage(png), 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  return Float64Array.from({ length: width * height }, (_, dot) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(dot * 4, dot * 4 + 3)
    return 255 - (red + green + blue) / 3
  })
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** The mean darkness of many drawings of a text, around the mean of its dots. */
async function meanPicture(text: string): Promise<Float64Array> {
  const total = new Float64Array(width * height)
  for (let drawing = 0; drawing < 150; drawing += 1) {
    const picture = await darkness(drawImageCaptcha(canvas, text))
    for (const [dot, value] of picture.entries()) total[dot] = (total[dot] ?? 0) + value
  }
  const mean = sum(total) / total.length
  return total.map((value) => value - mean)
}

function likeness(one: Float64Array, other: Float64Array): number {
  const product = (a: Float64Array, b: Float64Array) => sum(a.map((value, dot) => value * (b[dot] ?? 0)))
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other))
}

describe('spec 3 rule 7: the picture', () => {
  test('is a PNG of 160 by 60 dots', async () => {
    const image = await loadImage(drawImageCaptcha(canvas, 'A2B3'))
    assert.deepEqual([image.width, image.height], [160, 60])
  })

  test('its file holds dots and nothing else: what surrounds them is the same for every text', () => {
    const surroundings = new Set<string>()
    for (const text of ['A2B3', 'A2B3', 'XTWC', 'HH99']) {
      const png = drawImageCaptcha(canvas, text)
      const others = pngChunks(png).filter(({ type }) => type !== 'IDAT')
      assert.deepEqual(
        others.map(({ type }) => type),
        ['IHDR', 'sBIT', 'sRGB', 'IEND'],
      )
      surroundings.add(Buffer.concat(others.map(({ data }) => data)).toString('hex'))
      assert.equal(png.includes(text), false)
    }
    assert.equal(surroundings.size, 1)
  })

  test('is another one at every drawing of the same text, all over', async () => {
    const one = await darkness(drawImageCaptcha(canvas, 'A2B3'))
    const other = await darkness(drawImageCaptcha(canvas, 'A2B3'))
    const changed = one.filter((value, dot) => value !== other[dot]).length
    assert.ok(changed > one.length / 2, `${changed} of ${one.length} dots changed`)
  })

  test('every glyph has a place, turn and scale of its own: no two of one text are alike', async () => {
    const picture = await darkness(drawImageCaptcha(canvas, 'AAAA'))
    const column = (index: number) =>
      picture.filter((_, dot) => Math.floor(((dot % width) / width) * 4) === index)
    for (const index of [1, 2, 3]) assert.ok(likeness(column(0), column(index)) < 0.98)
  })

  test('shows the text: mean drawings of one text are alike, of another text they are not', async () => {
    const one = await meanPicture('A2B3')
    assert.ok(likeness(one, await meanPicture('A2B3')) > 0.9)
    assert.ok(likeness(one, await meanPicture('XTWC')) < 0.7)
  })

  test('a small letter is drawn as the capital that it is', async () => {
    assert.ok(likeness(await meanPicture('AB'), await meanPicture('ab')) > 0.9)
  })
})

describe('spec 3 rule 7: the alphabet', () => {
  test('has A, B, 2 and 3', () => {
    for (const character of 'AB23') assert.ok(imageCaptchaAlphabet.includes(character))
  })

  test('has no look-alikes: at most one of each group', () => {
    for (const group of ['0ODQ', '1IL7', '2Z', '5S', '8B', '6G', 'UV', '4A']) {
      assert.ok([...group].filter((character) => imageCaptchaAlphabet.includes(character)).length <= 1, group)
    }
  })

  test('makes over a hundred thousand texts of four', () => {
    assert.ok(new Set(imageCaptchaAlphabet).size ** 4 > 100_000)
  })

  test('every text of it is drawn, any other is a defect of the caller', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 6 }), (text) => {
        const isKnown = [...text.toUpperCase()].every((character) => imageCaptchaAlphabet.includes(character))
        if (isKnown) assert.ok(drawImageCaptcha(canvas, text).length > 1000)
        else assert.throws(() => drawImageCaptcha(canvas, text), /outside the alphabet/)
      }),
    )
    assert.ok(drawImageCaptcha(canvas, imageCaptchaAlphabet).length > 1000)
  })
})
