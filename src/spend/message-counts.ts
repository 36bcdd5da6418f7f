/**
 * How many messages went to each prefix of numbers, and what became of them: the facts behind rates and the conversion
 * breaker. They are gathered in the process and written together, so a message or a login waits for none of it. A
 * process that dies takes the counts of a few seconds along: the sweeper has them written too.
 */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'

/** Which messages are counted together. */
export type MessageGroup = {
  readonly tenantId: TenantId
  /** Calling code and next 3 digits: `+86138`. */
  readonly prefix: string
  readonly country: string
  /** fullName of the SMS service. */
  readonly service: string
}

/** `proven`: its code was right and has been used. */
export type MessageFate = 'sent' | 'proven' | 'delivered' | 'undelivered'

export interface MessageCounts {
  /** `at`: when the message was asked for (epoch ms), also of what is known of it later. */
  count(group: MessageGroup, at: number, fate: MessageFate): void
  /** Writes what is gathered, and waits for what is being written. */
  flush(): Promise<void>
  /** Removes counts from before `before` (epoch ms). */
  prune(before: number): Promise<void>
}

/** Messages of so many milliseconds are counted together. */
export const slotMs = 300_000

const flushEveryMs = 60_000
const mostGathered = 5_000

type Tally = {
  readonly group: MessageGroup
  readonly at: number
  readonly counts: Record<MessageFate, number>
}

const addCounts = statement<
  [
    tenant: string,
    prefix: string,
    at: number,
    country: string,
    service: string,
    sent: number,
    proven: number,
    delivered: number,
    undelivered: number,
  ]
>(
  'message-counts.add',
  `insert into message_counts (tenant_id, prefix, at, country, service, sent, proven, delivered, undelivered)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?)
   on conflict (tenant_id, prefix, at, country, service) do update set
     sent = message_counts.sent + excluded.sent,
     proven = message_counts.proven + excluded.proven,
     delivered = message_counts.delivered + excluded.delivered,
     undelivered = message_counts.undelivered + excluded.undelivered`,
)

const pruneCounts = statement<[before: number]>(
  'message-counts.prune',
  'delete from message_counts where at < ?',
)

export type CountDependencies = {
  readonly database: Database
  readonly clock: Clock
  /** Told when counts could not be written. */
  readonly onLoss: (error: unknown, groups: number) => void
}

export function createMessageCounts({ database, clock, onLoss }: CountDependencies): MessageCounts {
  let gathered = new Map<string, Tally>()
  let writtenAt = clock.now()
  let writing = Promise.resolve()

  async function write(tallies: ReadonlyMap<string, Tally>): Promise<void> {
    // Always in one order, so that processes that write the same rows do not wait for each other.
    const steps = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => stepOf(tally))
    await database.commit(steps).catch((error: unknown) => onLoss(error, steps.length))
  }

  async function flush(): Promise<void> {
    const taken = gathered
    gathered = new Map()
    writtenAt = clock.now()
    if (taken.size > 0) writing = Promise.all([writing, write(taken)]).then(() => undefined)
    await writing
  }

  return {
    count(group, at, fate) {
      const slot = Math.floor(at / slotMs) * slotMs
      const { tenantId, prefix, country, service } = group
      const key = [tenantId, prefix, slot, country, service].join('\0')
      let tally = gathered.get(key)
      if (tally === undefined) {
        tally = { group, at: slot, counts: { sent: 0, proven: 0, delivered: 0, undelivered: 0 } }
        gathered.set(key, tally)
      }
      tally.counts[fate] += 1
      if (clock.now() - writtenAt >= flushEveryMs || gathered.size >= mostGathered) void flush()
    },
    flush,
    prune: (before) => database.commit([step(pruneCounts, [before])]),
  }
}

function stepOf({ group, at, counts }: Tally): Step {
  const { tenantId, prefix, country, service } = group
  const { sent, proven, delivered, undelivered } = counts
  return step(addCounts, [tenantId, prefix, at, country, service, sent, proven, delivered, undelivered])
}
