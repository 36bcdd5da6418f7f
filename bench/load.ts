/** Load on one server: `amount` different requests over `connections` kept-alive connections, one at a time on each. */
import autocannon from 'autocannon'
import { percentile } from './percentile.ts'

export type Exchange = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type Load = {
  readonly port: number
  readonly connections: number
  /** Indexes `from` to `from + amount - 1` are asked, each once. */
  readonly from: number
  readonly amount: number
  readonly request: (index: number) => Exchange
  readonly onAnswer?: (index: number, body: string) => void
}

export type LoadResult = {
  readonly amount: number
  readonly seconds: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Ends with an error at the first answer that is not 200: a figure of failures is no figure. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const run = trackLoad(load)
  const { errors } = await autocannon({
    url: `http://127.0.0.1:${load.port}`,
    connections: load.connections,
    amount: load.amount,
    sampleInt: 20,
    initialContext: { index: 0, startedAt: 0 },
    requests: [{ setupRequest: run.setupRequest, onResponse: run.onResponse }],
  })
  return run.result(errors)
}

type Sent = { index: number; startedAt: number }

function trackLoad(load: Load) {
  const startedAt = performance.now()
  const latencies: number[] = []
  const failures: string[] = []
  let next = load.from
  let endedAt = startedAt

  const setupRequest = (_parts: unknown, sent: Sent) => {
    sent.index = next++
    const { headers, ...exchange } = load.request(sent.index)
    sent.startedAt = performance.now()
    return { ...exchange, headers: { ...headers } }
  }
  const onResponse = (status: number, body: string, sent: Sent) => {
    endedAt = performance.now()
    latencies.push(endedAt - sent.startedAt)
    try {
      if (status !== 200) throw new Error(`${status}: ${body.slice(0, 200)}`)
      load.onAnswer?.(sent.index, body)
    } catch (error) {
      failures.push(`${load.request(sent.index).path}: ${String(error)}`)
    }
  }
  const result = (errors: number): LoadResult => {
    if (failures.length > 0) throw new Error(`${failures.length} failures, the first: ${failures[0]}`)
    if (errors > 0 || latencies.length !== load.amount) {
      throw new Error(`${errors} connection errors, ${latencies.length} answers to ${load.amount} requests`)
    }
    const seconds = (endedAt - startedAt) / 1000
    const [p50Ms, p99Ms] = [percentile(latencies, 50), percentile(latencies, 99)]
    return { amount: load.amount, seconds, perSecond: load.amount / seconds, p50Ms, p99Ms }
  }
  return { setupRequest, onResponse, result }
}
