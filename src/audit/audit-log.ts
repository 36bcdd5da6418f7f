/**
 * Who did what to whom, from where, with what result (spec 6, L1). What changes something is written in the
 * same transaction as the change; refusals are gathered and written together.
 */
import type { Clock } from '../base/clock.ts'
import type { CallContext } from '../elements/caller.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'
import { pruneStatement } from '../storage/prune.ts'
import type { AuditEvent } from './audit-event.ts'
import { createGatherRefusals } from './gather-refusals.ts'

export interface AuditLog {
  /** The record as a step of the transaction that it tells of. */
  step(event: AuditEvent, call: CallContext): Step
  /**
   * Notes something that changed nothing; written within a tenth of a second. Of what limits refuse at one place the
   * first of a minute is, and the others together behind the minute.
   */
  note(event: AuditEvent, call: CallContext): void
  /** Removes those from before `before` (epoch ms) among the oldest `batch` records. Answers how many. */
  prune(before: number, batch: number): Promise<number>
  /** Writes what is gathered, and waits for what is being written. */
  flush(): Promise<void>
  /** As `flush`, and also what waits for the end of its minute. */
  close(): Promise<void>
}

type Values = [
  tenant: string,
  at: number,
  action: string,
  result: string,
  actor: string,
  user: string | null,
  client: string | null,
  address: string | null,
  subject: string | null,
  detail: string | null,
  statedAddress: string | null,
  times: number | null,
]

const insertRecord = statement<Values>(
  'audit.insert',
  `insert into audit (tenant_id, at, action, result, actor, user_id, client_id, address, subject, detail,
     stated_address, times)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)

const oldest = (batch: number) => ({
  name: 'audit.prune',
  table: 'audit',
  key: 'id',
  where: `at < ? and id <= (select max(id) from (select id from audit order by id limit ${batch}) o)`,
  orderBy: 'id',
})

const flushAfterMs = 50
const minuteMs = 60_000

export type AuditDependencies = {
  readonly database: Database
  readonly clock: Clock
  /** Told when gathered records could not be written. */
  readonly onLoss: (error: unknown, records: number) => void
  /** Told of every record: metrics count them. */
  readonly onEvent: (action: string, result: string) => void
}

export function createAuditLog({ database, clock, onLoss, onEvent }: AuditDependencies): AuditLog {
  let gathered: Step[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const refusals = createGatherRefusals(clock)
  let minute: NodeJS.Timeout | undefined

  function toStep(event: AuditEvent, call: CallContext): Step {
    onEvent(event.action, event.result)
    return step(insertRecord, valuesOf(event, call, clock.now()))
  }

  function gather(written: Step): void {
    gathered.push(written)
    timer ??= setTimeout(flush, flushAfterMs).unref()
  }

  function tellGathered(everything: boolean): void {
    for (const { event, call, times } of refusals.take(everything))
      gather(step(insertRecord, valuesOf(event, call, clock.now(), times)))
  }

  /** Anew every minute, as long as there is something to wait for. */
  function waitAMinute(): void {
    minute ??= setTimeout(() => {
      minute = undefined
      tellGathered(false)
      if (!refusals.isEmpty()) waitAMinute()
    }, minuteMs).unref()
  }

  function write(steps: readonly Step[]): Promise<void> {
    return database.commit(steps).catch((error: unknown) => onLoss(error, steps.length))
  }

  async function flush(): Promise<void> {
    tellGathered(false)
    clearTimeout(timer)
    timer = undefined
    const steps = gathered
    gathered = []
    if (steps.length > 0) writing = Promise.all([writing, write(steps)]).then(() => undefined)
    await writing
  }

  return {
    step: toStep,
    flush,
    note(event, call) {
      if (refusals.keepBack(event, call)) onEvent(event.action, event.result)
      else gather(toStep(event, call))
      if (!refusals.isEmpty()) waitAMinute()
    },
    async close() {
      clearTimeout(minute)
      tellGathered(true)
      await flush()
    },
    prune(before, batch) {
      const statement = pruneStatement<[before: number]>(database.dialect, oldest(batch), batch)
      return database.change(statement, [before])
    },
  }
}

/** What the actor of an administrator begins with; the name follows. */
export const adminActorPrefix = 'admin:'

function actorOf({ caller }: CallContext): string {
  if (caller.kind === 'user') return `user:${caller.userId}`
  return caller.kind === 'system' && caller.admin !== undefined
    ? `${adminActorPrefix}${caller.admin}`
    : caller.kind
}

function valuesOf(event: AuditEvent, call: CallContext, at: number, times?: number): Values {
  return [
    call.tenantId,
    at,
    event.action,
    event.result,
    actorOf(call),
    event.userId ?? null,
    call.clientId ?? null,
    call.address ?? null,
    event.subject ?? null,
    event.detail ?? null,
    call.device.statedAddress ?? null,
    times ?? null,
  ]
}
