import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { loadImage } from '@napi-rs/canvas'
import { imageCaptchaAlphabet } from '../../src/captcha/glyph-strokes.ts'
import { createImageDrawer, type ImageDrawerParts } from '../../src/captcha/image-drawer.ts'
import { createSliderDrawer } from '../../src/captcha/slider-drawer.ts'
import { sliderColumns, sliderSize } from '../../src/captcha/slider-place.ts'

async function withDrawer<Result>(
  parts: ImageDrawerParts,
  use: (drawer: ReturnType<typeof createImageDrawer>) => Promise<Result>,
): Promise<Result> {
  const drawer = createImageDrawer(parts)
  try {
    return await use(drawer)
  } finally {
    await drawer.close()
  }
}

describe('spec 3 rule 7: captchas are drawn ahead, in a thread of their own', () => {
  test('an injected source says the text: A2B3', async () => {
    const { text, png } = await withDrawer({ source: () => 'a2b3' }, (drawer) => drawer.next())
    assert.equal(text, 'A2B3')
    assert.equal((await loadImage(png)).width, 160)
  })

  test('without a source it is four random characters of the alphabet', async () => {
    const pictures = await withDrawer({}, (drawer) =>
      Promise.all(Array.from({ length: 40 }, () => drawer.next())),
    )
    for (const { text } of pictures) {
      assert.equal(text.length, 4)
      for (const character of text) assert.ok(imageCaptchaAlphabet.includes(character))
    }
    assert.ok(new Set(pictures.map(({ text }) => text)).size > 30)
  })

  test('each picture belongs to its text and is given away once', async () => {
    let count = 0
    const source = () => imageCaptchaAlphabet.charAt(count++ % imageCaptchaAlphabet.length).repeat(4)
    const pictures = await withDrawer({ source, stock: 4 }, (drawer) =>
      Promise.all(Array.from({ length: 20 }, () => drawer.next())),
    )
    assert.deepEqual(pictures.map(({ text }) => text[0]).join(''), imageCaptchaAlphabet.slice(0, 20))
    assert.equal(new Set(pictures.map(({ png }) => png.toString('base64'))).size, 20)
  })

  test('as many are kept ready as the stock says, none before the first is asked for', async () => {
    let count = 0
    const source = () => {
      count += 1
      return 'A2B3'
    }
    await withDrawer({ source, stock: 5 }, async (drawer) => {
      assert.equal(count, 0)
      await drawer.next()
      assert.equal(count, 6)
      await drawer.next()
      assert.equal(count, 7)
    })
  })

  test('BUSY at once when too many wait', async () => {
    await withDrawer({ mostWaiting: 3 }, async (drawer) => {
      const accepted = [drawer.next(), drawer.next(), drawer.next()]
      await assert.rejects(drawer.next(), { name: 'Refusal', code: 'BUSY', details: { seconds: 1 } })
      assert.equal((await Promise.all(accepted)).length, 3)
    })
  })

  test('a thread that dies rejects who waits, and the next call starts another', async () => {
    let text = '????'
    await withDrawer({ source: () => text, stock: 1 }, async (drawer) => {
      await assert.rejects(drawer.next(), /outside the alphabet/)
      text = 'A2B3'
      assert.equal((await drawer.next()).text, 'A2B3')
    })
  })

  test('a source that fails fails its caller alone', async () => {
    let isBroken = true
    const source = () => {
      if (isBroken) throw new Error('no text today')
      return 'A2B3'
    }
    await withDrawer({ source, stock: 0 }, async (drawer) => {
      await assert.rejects(drawer.next(), /no text today/)
      isBroken = false
      assert.equal((await drawer.next()).text, 'A2B3')
    })
  })

  test('closing rejects who waits, and nothing is drawn afterwards', async () => {
    const drawer = createImageDrawer()
    const waiting = assert.rejects(drawer.next(), /ended/)
    await drawer.close()
    await waiting
    await assert.rejects(drawer.next(), /closed/)
  })

  test('an open drawer does not keep the process alive', () => {
    const module = new URL('../../src/captcha/image-drawer.ts', import.meta.url).href
    const script = `
      import { createImageDrawer } from ${JSON.stringify(module)}
      const { text } = await createImageDrawer({ source: () => 'A2B3' }).next()
      process.stdout.write(text)`
    const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 30_000 })
    assert.deepEqual([ended.status, ended.stdout.toString()], [0, 'A2B3'])
  })
})

describe('spec 5, "Slider captcha": sliders are drawn ahead by the same thread', () => {
  async function sliders(parts: Parameters<typeof createSliderDrawer>[0], count: number) {
    const drawer = createSliderDrawer(parts)
    try {
      return await Promise.all(Array.from({ length: count }, () => drawer.next()))
    } finally {
      await drawer.close()
    }
  }

  test('an injected source says the place, and the pictures are of the sizes that the clients draw', async () => {
    const [slider] = await sliders({ source: () => ({ x: 237, y: 40 }), stock: 0 }, 1)
    assert.ok(slider)
    const [background, piece] = [await loadImage(slider.background), await loadImage(slider.piece)]
    assert.deepEqual([slider.x, slider.y], [237, 40])
    assert.deepEqual([background.width, background.height], [310, 155])
    assert.deepEqual([piece.width, piece.height], [47, 155])
  })

  test('each belongs to its place and is given away once', async () => {
    let x = 100
    const drawn = await sliders({ source: () => ({ x: x++, y: 40 }), stock: 2 }, 8)
    assert.deepEqual(
      drawn.map((slider) => slider.x),
      [100, 101, 102, 103, 104, 105, 106, 107],
    )
    assert.equal(new Set(drawn.map(({ background }) => background.toString('base64'))).size, 8)
  })

  test('without a source every place is within the bounds, and few are the same', async () => {
    const drawn = await sliders({}, 30)
    for (const { x, y } of drawn) {
      assert.ok(Number.isInteger(x) && x >= sliderColumns.from && x < sliderColumns.to, String(x))
      assert.ok(Number.isInteger(y) && y >= 0 && y <= sliderSize.height - sliderSize.piece, String(y))
    }
    assert.ok(new Set(drawn.map(({ x }) => x)).size > 15)
  })

  test('BUSY at once when too many wait', async () => {
    const drawer = createSliderDrawer({ mostWaiting: 1, stock: 0 })
    const accepted = drawer.next()
    await assert.rejects(drawer.next(), { name: 'Refusal', code: 'BUSY', details: { seconds: 1 } })
    assert.equal((await accepted).piece.subarray(1, 4).toString(), 'PNG')
    await drawer.close()
  })
})
