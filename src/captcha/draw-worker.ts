/** The thread that `draw-ahead` starts: an order comes in, its pictures go out. What fails ends the thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { createCaptchaCanvas, drawImageCaptcha } from './draw-image-captcha.ts'
import { drawSliderCaptcha } from './draw-slider-captcha.ts'
import type { CaptchaKind, DrawnOrder } from './drawn-order.ts'
import { createSliderPaper } from './slider-paper.ts'
import type { SliderPlace } from './slider-place.ts'

type Draw = (order: unknown) => readonly Buffer[]

const brushes: Readonly<Record<CaptchaKind, () => Promise<Draw>>> = {
  async image() {
    const canvas = await createCaptchaCanvas()
    return (text) => [drawImageCaptcha(canvas, text as string)]
  },
  async slider() {
    const paper = await createSliderPaper()
    return (place) => {
      const { background, piece } = drawSliderCaptcha(paper, place as SliderPlace)
      return [background, piece]
    }
  },
}

const draw = await brushes[workerData as CaptchaKind]()

parentPort?.on('message', (order: unknown) => {
  parentPort?.postMessage({ order, pictures: draw(order) } satisfies DrawnOrder)
})
