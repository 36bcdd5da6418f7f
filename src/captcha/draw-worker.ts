/** The thread that `draw-ahead` starts: a text comes in, its picture goes out. What fails ends the thread. */
import { parentPort } from 'node:worker_threads'
import { createCaptchaCanvas, drawImageCaptcha } from './draw-image-captcha.ts'

const canvas = await createCaptchaCanvas()

parentPort?.on('message', (text: string) => {
  parentPort?.postMessage({ text, png: drawImageCaptcha(canvas, text) })
})
