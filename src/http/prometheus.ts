/** Requests, what the rooms did by result, the hash queue, the event loop's lag, as Prometheus reads them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RecentRates } from '../spend/recent-rates.ts'

export type Metrics = {
  readonly observeRequest: (route: string, method: string, status: number, seconds: number) => void
  /** One fact of the audit log: an action with its result. */
  readonly countEvent: (action: string, result: string) => void
  readonly render: () => Promise<{ readonly contentType: string; readonly body: string }>
}

/** What is asked at each scrape. */
export type MetricSources = {
  /** How many hashes wait or run. */
  readonly hashQueueDepth: () => number
  readonly messageRates: () => Promise<RecentRates>
}

export function createPrometheus({ hashQueueDepth, messageRates }: MetricSources): Metrics {
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
  const showMessages = messageGauges(registers)
  return {
    observeRequest: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    countEvent: (action, result) => events.inc({ action, result }),
    async render() {
      // Without the database there is more to see than ever.
      showMessages(await messageRates().catch(() => ({})))
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

/** Of prefixes, countries and services: 50 names of each at most, so that no flood makes ever new ones. */
function messageGauges(registers: Registry[]): (rates: Partial<RecentRates>) => void {
  const labelNames = ['by', 'name'] as const
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers })
  const messages = gauge(
    'latchkey_sms_messages',
    'Messages of the last hour whose codes have expired, by prefix, country and service.',
  )
  const conversion = gauge('latchkey_sms_conversion_ratio', 'Part of these messages whose codes were used.')
  const delivery = gauge(
    'latchkey_sms_delivery_ratio',
    'Part of these messages with a receipt that were delivered.',
  )
  return (rates) => {
    for (const one of [messages, conversion, delivery]) one.reset()
    for (const [by, list] of Object.entries(rates))
      for (const { name, sent, proven, delivered, undelivered } of list) {
        messages.set({ by, name }, sent)
        if (sent > 0) conversion.set({ by, name }, proven / sent)
        const receipts = delivered + undelivered
        if (receipts > 0) delivery.set({ by, name }, delivered / receipts)
      }
  }
}
