/** Solves a proof of work beside the page. */
import { solveWork } from '../../src/client/solve-work.ts'
import type { SdkWork } from '../../src/wire/sdk-calls.ts'

self.onmessage = ({ data }: MessageEvent<SdkWork>) => {
  solveWork(data).then(
    (token) => self.postMessage({ token }),
    () => self.postMessage({}),
  )
}
