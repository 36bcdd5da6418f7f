/** The p99, in ms, of one call made about every 10 ms: at least 300 times, and for as long as `load` goes on. */
import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from './percentile.ts'

const leastCalls = 300
const pauseMs = 10

export async function probeLatency(call: () => Promise<unknown>, load: Promise<unknown>): Promise<number> {
  const latencies: number[] = []
  let isLoaded = true
  const ended = load.finally(() => {
    isLoaded = false
  })
  while (isLoaded || latencies.length < leastCalls) {
    const startedAt = performance.now()
    await call()
    latencies.push(performance.now() - startedAt)
    await delay(pauseMs)
  }
  await ended
  return percentile(latencies, 99)
}
