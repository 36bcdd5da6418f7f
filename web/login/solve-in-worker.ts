import type { SdkWork } from '../../src/wire/sdk-calls.ts'

/** The token that `captcha/verify` takes; rejects with the signal's reason. */
export function solveInWorker(work: SdkWork, signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./pow-worker.ts', import.meta.url), { type: 'module' })
    const end = () => worker.terminate()
    signal.addEventListener('abort', () => {
      end()
      fail(signal.reason)
    })
    worker.onerror = () => {
      end()
      fail(new Error('the worker failed'))
    }
    worker.onmessage = ({ data }: MessageEvent<{ readonly token?: string }>) => {
      end()
      if (data.token === undefined) fail(new Error('no number solves the challenge'))
      else done(data.token)
    }
    worker.postMessage(work)
  })
}
