/** Requests, what the rooms did by result, the hash queue, the event loop's lag, as Prometheus reads them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  readonly observeRequest: (route: string, method: string, status: number, seconds: number) => void
  /** One fact of the audit log: an action with its result. */
  readonly countEvent: (action: string, result: string) => void
  readonly render: () => Promise<{ readonly contentType: string; readonly body: string }>
}

/** `hashQueueDepth` gives how many hashes wait or run. */
export function createPrometheus(hashQueueDepth: () => number): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'latchkey_http_request_seconds',
    help: 'Duration of HTTP requests by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers,
  })
  const events = new Counter({
    name: 'latchkey_events_total',
    help: 'Sends, verifications, logins and changes, by action and result.',
    labelNames: ['action', 'result'],
    registers,
  })
  new Gauge({
    name: 'latchkey_hash_queue_depth',
    help: 'Password hashes that wait or run.',
    registers,
    collect() {
      this.set(hashQueueDepth())
    },
  })
  return {
    observeRequest: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    countEvent: (action, result) => events.inc({ action, result }),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
