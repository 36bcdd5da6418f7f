/**
 * What there is to measure. Prometheus' library takes a third of a bare start to load and is not needed before the
 * first scrape, so what happens earlier waits in a list, which is bounded.
 */
import type { MetricSources, Metrics } from './prometheus.ts'

export type { Metrics } from './prometheus.ts'

const mostWaiting = 1_000

export function createMetrics(sources: MetricSources): Metrics {
  const waiting: ((metrics: Metrics) => void)[] = []
  let loaded: Metrics | undefined
  let loading: Promise<Metrics> | undefined

  async function load(): Promise<Metrics> {
    const { createPrometheus } = await import('./prometheus.ts')
    loaded = createPrometheus(sources)
    for (const fact of waiting.splice(0)) fact(loaded)
    return loaded
  }

  function prometheus(): Promise<Metrics> {
    loading ??= load()
    return loading
  }

  function wait(fact: (metrics: Metrics) => void): void {
    waiting.push(fact)
    if (waiting.length === mostWaiting) void prometheus()
  }

  return {
    observeRequest(...facts) {
      if (loaded === undefined) wait((metrics) => metrics.observeRequest(...facts))
      else loaded.observeRequest(...facts)
    },
    countEvent(...facts) {
      if (loaded === undefined) wait((metrics) => metrics.countEvent(...facts))
      else loaded.countEvent(...facts)
    },
    render: async () => (await prometheus()).render(),
  }
}
