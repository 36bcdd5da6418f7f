import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { drawSliderCaptcha, type SliderPictures } from '../../src/captcha/draw-slider-captcha.ts'
import { createSliderPaper } from '../../src/captcha/slider-paper.ts'
import { randomSliderPlace, sliderColumns, sliderSize } from '../../src/captcha/slider-place.ts'
import { pngChunks } from './png-chunks.ts'

const paper = await createSliderPaper()
const { width, height, piece: box } = sliderSize

async function dotsOf(png: Buffer): Promise<Uint8ClampedArray> {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height).data
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [a, b] = [mean(one), mean(other)]
  const product = (left: readonly number[], right: readonly number[], l: number, r: number) =>
    left.reduce((sum, value, index) => sum + (value - l) * ((right[index] ?? 0) - r), 0)
  return product(one, other, a, b) / Math.sqrt(product(one, one, a, a) * product(other, other, b, b))
}

describe('spec 5, "Slider captcha": the pictures', () => {
  test('are PNGs of 310 and 47 by 155 dots', async () => {
    const { background, piece } = drawSliderCaptcha(paper, { x: 237, y: 40 })
    const sizes = [await loadImage(background), await loadImage(piece)].map((image) => [
      image.width,
      image.height,
    ])
    assert.deepEqual(sizes, [
      [width, height],
      [box, height],
    ])
  })

  test('the background is opaque; the piece fills its box and nothing above or below', async () => {
    for (const y of [0, 40, height - box]) {
      const { background, piece } = drawSliderCaptcha(paper, { x: 200, y })
      const alphaOf = (dots: Uint8ClampedArray) => [...dots].filter((_, index) => index % 4 === 3)
      assert.ok(alphaOf(await dotsOf(background)).every((alpha) => alpha === 255))
      const alpha = alphaOf(await dotsOf(piece))
      const rows = alpha.flatMap((value, dot) => (value > 127 ? [Math.floor(dot / box)] : []))
      assert.ok(Math.min(...rows) >= y && Math.min(...rows) <= y + 2)
      assert.ok(Math.max(...rows) < y + box && Math.max(...rows) >= y + box - 3)
      assert.ok(rows.length > 1000 && rows.length < box * box)
    }
  })

  test('the piece shows what was at its place: it is like the scenery there', async () => {
    for (const x of [100, 181, 262]) {
      const { piece } = drawSliderCaptcha(paper, { x, y: 40 })
      const dots = await dotsOf(piece)
      const scenery = paper.scenery.getContext('2d').getImageData(x, 0, box, height).data
      const inside = [...dots.keys()].filter(
        (index) => index % 4 !== 3 && dots[index - (index % 4) + 3] === 255,
      )
      const likeness = correlation(
        inside.map((index) => dots[index] ?? 0),
        inside.map((index) => scenery[index] ?? 0),
      )
      assert.ok(likeness > 0.5, String(likeness))
    }
  })

  test('the background differs from the scenery most where the piece belongs or a decoy is', async () => {
    const { background } = drawSliderCaptcha(paper, { x: 150, y: 40 })
    const dots = await dotsOf(background)
    const scenery = paper.scenery.getContext('2d').getImageData(0, 0, width, height).data
    const change = (left: number, top: number) => {
      let sum = 0
      for (let row = top; row < top + 20; row += 1)
        for (let index = (row * width + left) * 4; index < (row * width + left + 20) * 4; index += 1)
          sum += Math.abs((dots[index] ?? 0) - (scenery[index] ?? 0))
      return sum
    }
    assert.ok(change(164, 54) > 1.5 * change(164, 125))
  })

  test('are others at every drawing of the same place', async () => {
    const [one, other] = [
      drawSliderCaptcha(paper, { x: 150, y: 40 }),
      drawSliderCaptcha(paper, { x: 150, y: 40 }),
    ]
    const [a, b] = [await dotsOf(one.background), await dotsOf(other.background)]
    assert.ok(a.filter((value, index) => value !== b[index]).length > a.length / 2)
  })
})

describe('spec 5, "Slider captcha": the place', () => {
  test('is as likely in one part of [100, 263) as in another, and never outside', () => {
    const parts = [0, 0, 0, 0]
    for (let index = 0; index < 8000; index += 1) {
      const { x } = randomSliderPlace()
      assert.ok(Number.isInteger(x) && x >= sliderColumns.from && x < sliderColumns.to)
      const part = Math.floor(((x - sliderColumns.from) / (sliderColumns.to - sliderColumns.from)) * 4)
      parts[part] = (parts[part] ?? 0) + 1
    }
    for (const count of parts) assert.ok(count > 1800 && count < 2200, parts.join())
  })

  test('is not in what surrounds the dots in the files: it is the same for every place', () => {
    const surroundings = { background: new Set<string>(), piece: new Set<string>() }
    for (const x of [100, 181, 262]) {
      const pictures = drawSliderCaptcha(paper, { x, y: x % 100 })
      for (const name of ['background', 'piece'] as const) {
        const others = pngChunks(pictures[name]).filter(({ type }) => type !== 'IDAT')
        assert.deepEqual(
          others.map(({ type }) => type),
          ['IHDR', 'sBIT', 'sRGB', 'IEND'],
        )
        surroundings[name].add(Buffer.concat(others.map(({ data }) => data)).toString('hex'))
      }
    }
    assert.deepEqual([surroundings.background.size, surroundings.piece.size], [1, 1])
  })

  test('does not go with the sizes of the files', () => {
    const places = Array.from({ length: 300 }, randomSliderPlace)
    const drawn: SliderPictures[] = places.map((place) => drawSliderCaptcha(paper, place))
    const columns = places.map(({ x }) => x)
    for (const name of ['background', 'piece'] as const) {
      const sizes = drawn.map((pictures) => pictures[name].length)
      const found = correlation(columns, sizes)
      assert.ok(Math.abs(found) < 0.2, `${name}: ${found}`)
    }
  })
})
