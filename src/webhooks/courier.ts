/**
 * Delivers events to endpoints, at least once each. Any number of processes may run one: a delivery is claimed before it
 * is sent. An endpoint that is slow or away holds up nobody but itself.
 */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { ClaimedDelivery, Outbox } from '../events/outbox.ts'
import { pause, pauseWhereFailing } from '../events/subscribers.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Database } from '../storage/database.ts'
import type { Endpoint, EndpointStore } from './endpoint-store.ts'
import { type PostOptions, type PostResult, postMessage } from './post-message.ts'
import { retryDelayMs } from './retry-delay.ts'
import { secretNameOf } from './secret-name.ts'
import { signMessage } from './sign-message.ts'

export interface Courier {
  /** Looks for what is due from now on, every second. */
  start(): void
  /** Delivers all that is due now to endpoints that nothing is being delivered to; used by the timer. */
  round(): Promise<void>
  /** When what is under way has ended; nothing begins any more. */
  stop(): Promise<void>
}

export type CourierDependencies = {
  readonly database: Database
  readonly clock: Clock
  readonly events: Events
  readonly outbox: Outbox
  readonly endpoints: EndpointStore
  readonly secretStore: SecretStore
  readonly audit: AuditLog
  readonly onError: (error: unknown) => void
  readonly post: PostOptions
}

const everyMs = 1000
/** Sent to one endpoint at the same time. */
const batch = 10
/** Well above the deadline of a request. Who dies meanwhile has delivered it or not: it is delivered again. */
const leaseMs = 60_000
/** An endpoint that nothing reached for so long is paused. */
export const failingForMs = 72 * 3_600_000
/** "Gone" asks for no more. */
const gone = 410

export function createCourier(needs: CourierDependencies): Courier {
  const { clock, events, outbox, onError } = needs
  const busy = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function deliverAll(id: string): Promise<void> {
    let goesOn = true
    while (goesOn && !isStopped) {
      const claimed = await outbox.claim(id, clock.now(), { limit: batch, leaseMs })
      const results = await deliverBatch(needs, id, claimed)
      goesOn = claimed.length === batch && results.every(({ ok }) => ok)
    }
  }

  async function round(): Promise<void> {
    await events.refresh()
    if (isStopped || !events.isAnybodyListening()) return
    const due = await outbox.dueSubscribers(clock.now())
    const begun = due
      .filter((id) => !busy.has(id))
      .map((id) => {
        const work = deliverAll(id)
          .catch(onError)
          .finally(() => busy.delete(id))
        busy.set(id, work)
        return work
      })
    await Promise.all(begun)
  }

  return {
    round,
    start() {
      timer = setInterval(() => void round().catch(onError), everyMs).unref()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await Promise.all(busy.values())
    },
  }
}

async function deliverBatch(
  needs: CourierDependencies,
  id: string,
  claimed: readonly ClaimedDelivery[],
): Promise<PostResult[]> {
  if (claimed.length === 0) return []
  const endpoint = await needs.endpoints.find(id)
  const secret = endpoint && (await needs.secretStore.read(endpoint.tenantId, secretNameOf(id)))
  // Removed between the claim and now, and with it what was claimed.
  if (endpoint === undefined || secret === undefined) return []
  const ends = await Promise.allSettled(claimed.map((one) => deliver(needs, endpoint, secret, one)))
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}

async function deliver(
  { clock, outbox, post, ...needs }: CourierDependencies,
  endpoint: Endpoint,
  secret: string,
  claimed: ClaimedDelivery,
): Promise<PostResult> {
  const answer = await postMessage(new URL(endpoint.url), signMessage(claimed, secret, clock.now()), post)
  const now = clock.now()
  const { result } = answer
  const delayMs = retryDelayMs(claimed.attempts)
  if (answer.ok) await outbox.settle(claimed, { state: 'delivered', result }, now)
  else if (delayMs === undefined) await outbox.settle(claimed, { state: 'failed', result }, now)
  else await outbox.settle(claimed, { state: 'pending', dueAt: now + delayMs, result }, now)
  if (!answer.ok) await pauseFailing(needs, endpoint, answer, now)
  return answer
}

/** The endpoint is paused by one process, which writes the record; the others find it paused. */
async function pauseFailing(
  { database, audit }: Pick<CourierDependencies, 'database' | 'audit'>,
  { id, tenantId }: Endpoint,
  { status, result }: PostResult,
  now: number,
): Promise<void> {
  const step = status === gone ? pause(id, now) : pauseWhereFailing(id, now, now - failingForMs)
  const record = audit.step({ action: 'webhook.pause', result, subject: id }, systemCall(tenantId))
  try {
    await database.commit([step, record])
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'API_PARAMS_ERROR') throw error
  }
}

function systemCall(tenantId: Endpoint['tenantId']): CallContext {
  return { caller: { kind: 'system', reason: 'webhooks' }, tenantId, device: {}, language: 'en' }
}
