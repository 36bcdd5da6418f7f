/**
 * What became of every message (spec 4, rule 8): never the code, never the text. One that costs money is on record
 * before it leaves, so a crash leaves a message that nobody knows the end of, and not one that nobody knows.
 */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { maskPhone, type PhoneNumber, prefixOf } from '../base/phone-number.ts'
import { orderedToken } from '../base/random-id.ts'
import { Refusal } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { pruneStatement } from '../storage/prune.ts'
import type { CostClass } from './cost-class.ts'

/** A state only moves forward: from `queued` over `sent` to one of the last two. */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'undelivered'

export type NewMessage = {
  readonly tenantId: TenantId
  /** fullName of the service that is asked to send it. */
  readonly element: string
  readonly number: PhoneNumber
  readonly purpose: string
  /** fullName of the service's Type. */
  readonly vendor: string
  readonly costClass: CostClass
}

/** What the service answered. `queued`: nobody knows whether it left. */
export type MessageOutcome = {
  readonly state: MessageState
  readonly vendorId?: string
  /** Of the closed list of failures, with the vendor's code where there is one. */
  readonly reason?: string
}

/** What a vendor tells later. */
export type MessageReceipt = MessageOutcome & { readonly element: string; readonly vendorId: string }

/** A message that a receipt is of. */
export type KnownMessage = {
  readonly id: string
  /** When it was handed over, epoch milliseconds. */
  readonly at: number
  readonly tenantId: TenantId
  readonly prefix: string
  readonly country: string
}

/** `unmoved`: it was as far or further already. */
export type Advance =
  | { readonly outcome: 'moved'; readonly message: KnownMessage }
  | { readonly outcome: 'unmoved' | 'unknown' }

export interface MessageRecords {
  /** Writes a message that is about to be handed over, as `queued`. Answers with its id. */
  recordMessage(message: NewMessage): Promise<string>
  /** Notes what the service answered; written within a tenth of a second. */
  settleMessage(id: string, outcome: MessageOutcome): void
  /** Notes a message that cost nothing, with its end. */
  noteMessage(message: NewMessage, outcome: MessageOutcome): void
  /** Moves the message of this vendor id forward. */
  advanceMessage(receipt: MessageReceipt, also?: readonly Step[]): Promise<Advance>
  /** Removes those from before `before` (epoch ms) among the oldest `batch`. */
  prune(before: number, batch: number): Promise<number>
  /** Writes what is gathered, and waits for what is being written. */
  flush(): Promise<void>
}

type Row = [
  id: string,
  at: number,
  tenant: string,
  element: string,
  phone: string,
  country: string,
  prefix: string,
  purpose: string,
  state: MessageState,
  reason: string | null,
  vendor: string,
  vendorId: string | null,
  costClass: string,
  changedAt: number,
]

const insertMessage = statement<Row>(
  'sms-messages.insert',
  `insert into sms_messages (id, at, tenant_id, element, phone, country, prefix, purpose, state, reason, vendor,
     vendor_id, cost_class, changed_at)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)

const settle = statement<
  [state: MessageState, reason: string | null, vendorId: string | null, at: number, id: string]
>(
  'sms-messages.settle',
  "update sms_messages set state = ?, reason = ?, vendor_id = ?, changed_at = ? where id = ? and state = 'queued'",
)

type FoundRow = Omit<KnownMessage, 'tenantId'> & { readonly tenant_id: TenantId }

const findMessage = statement<[vendorId: string, element: string], FoundRow>(
  'sms-messages.by-vendor-id',
  'select id, at, tenant_id, prefix, country from sms_messages where vendor_id = ? and element = ?',
)

const advance = statement<
  [state: MessageState, reason: string | null, at: number, id: string, before: number]
>(
  'sms-messages.advance',
  `update sms_messages set state = ?, reason = ?, changed_at = ?
   where id = ? and case state when 'queued' then 0 when 'sent' then 1 else 2 end < ?`,
)

const oldest = (batch: number) => ({
  name: 'sms-messages.prune',
  table: 'sms_messages',
  key: 'id',
  where: `at < ? and id <= (select max(id) from (select id from sms_messages order by id limit ${batch}) o)`,
  orderBy: 'id',
})

const rank: Readonly<Record<MessageState, number>> = { queued: 0, sent: 1, delivered: 2, undelivered: 2 }

/** Never seen outside: it undoes a receipt that moves nothing. */
class NothingMoved extends Refusal {
  constructor() {
    super('NOTHING_MOVED')
  }
}

const flushAfterMs = 50

export type RecordDependencies = {
  readonly database: Database
  readonly clock: Clock
  /** Told when gathered records could not be written. */
  readonly onLoss: (error: unknown, records: number) => void
}

export function createMessageRecords({ database, clock, onLoss }: RecordDependencies): MessageRecords {
  const gathered = createGathering((steps) =>
    database.commit(steps).catch((error: unknown) => onLoss(error, steps.length)),
  )

  return {
    async recordMessage(message) {
      const row = rowOf(message, { state: 'queued' }, clock.now())
      await database.commit([step(insertMessage, row)])
      return row[0]
    },
    settleMessage(id, { state, reason = null, vendorId = null }) {
      gathered.add(step(settle, [state, reason, vendorId, clock.now(), id]))
    },
    noteMessage(message, outcome) {
      gathered.add(step(insertMessage, rowOf(message, outcome, clock.now())))
    },
    async advanceMessage({ element, vendorId, state, reason = null }, also = []) {
      await gathered.flush()
      const found = await database.first(findMessage, [vendorId, element])
      if (found === undefined) return { outcome: 'unknown' }
      const { tenant_id: tenantId, ...others } = found
      const change = [state, reason, clock.now(), found.id, rank[state]] as const
      try {
        await database.commit([guarded(advance, [...change], () => new NothingMoved()), ...also])
        return { outcome: 'moved', message: { ...others, tenantId } }
      } catch (error) {
        if (error instanceof NothingMoved) return { outcome: 'unmoved' }
        throw error
      }
    },
    prune(before, batch) {
      const statement = pruneStatement<[before: number]>(database.dialect, oldest(batch), batch)
      return database.change(statement, [before])
    },
    flush: gathered.flush,
  }
}

function createGathering(write: (steps: readonly Step[]) => Promise<void>) {
  let steps: Step[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<unknown> = Promise.resolve()

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const ready = steps
    steps = []
    if (ready.length > 0) writing = Promise.all([writing, write(ready)])
    await writing
  }

  return {
    flush,
    add(one: Step) {
      steps.push(one)
      timer ??= setTimeout(flush, flushAfterMs).unref()
    },
  }
}

/** The id begins with the time, so that the oldest lie together. */
function rowOf(
  { tenantId, element, number, purpose, vendor, costClass }: NewMessage,
  { state, reason, vendorId }: MessageOutcome,
  now: number,
): Row {
  return [
    orderedToken(now, 22),
    now,
    tenantId,
    element,
    maskPhone(number.e164),
    number.country,
    prefixOf(number),
    purpose,
    state,
    reason ?? null,
    vendor,
    vendorId ?? null,
    costClass,
    now,
  ]
}
