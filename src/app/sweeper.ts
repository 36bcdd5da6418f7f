/** Removes in the background what has expired: bounded batches, by index, so no request waits for it. */

import { createRemoveClosedAccounts } from '../accounts/closed-accounts.ts'
import { countsLiveMs } from '../spend/prefix-breaker.ts'
import type { Rooms } from './rooms.ts'

const everyMs = 5_000
const batch = 500
const dayMs = 86_400_000
/** Events can be replayed for so long. */
const eventDays = 30

/** Charts go back so far. */
const hoursLiveMs = 8 * dayMs

/** How long what is durable is kept. */
export type Retention = { readonly auditDays: number; readonly deviceDays: number }

/** What else is done in time, besides removing what has expired. */
type Errands = {
  readonly tendRecoveries: (batch: number) => Promise<void>
  readonly tellNotices: () => Promise<void>
}

/** Answers with how to stop it; that resolves when nothing of it runs any more. */
export function startSweeper(
  rooms: Rooms,
  retention: Retention,
  { tendRecoveries, tellNotices }: Errands,
): () => Promise<void> {
  let stopped = false
  let running = Promise.resolve()
  let telling: Promise<void> | undefined
  const timer = setInterval(() => {
    running = running
      .then(() => sweep(rooms, retention, () => stopped))
      .then(() => (stopped ? undefined : tend()))
    // Beside the rest, which does not wait for SMS services.
    telling ??= tell().finally(() => {
      telling = undefined
    })
  }, everyMs).unref()
  const tend = () =>
    tendRecoveries(batch).catch((error: unknown) =>
      rooms.log.error({ err: error }, 'requests for other numbers could not be carried out'),
    )
  const tell = () =>
    tellNotices().catch((error: unknown) => rooms.log.error({ err: error }, 'numbers could not be told'))
  return async () => {
    stopped = true
    clearInterval(timer)
    await Promise.all([running, telling])
  }
}

/** Everything that is over by now. Sessions and records go as fast as they come, however many there are. */
export async function sweep(
  rooms: Rooms,
  { auditDays, deviceDays }: Retention,
  isStopped: () => boolean,
): Promise<void> {
  const { ephemeral, sessions, audit, auditHours, outbox, messages, counts, pruneDevices, recoveries } = rooms
  const { administrators, clock, log } = rooms
  const removeClosed = createRemoveClosedAccounts(rooms)
  // A batch may be less than full though there is more: PostgreSQL leaves out what another process has just removed.
  const untilDone = async (remove: () => Promise<number>, least = 1) => {
    let removed = least
    while (removed >= least && !isStopped()) removed = await remove()
  }
  try {
    await untilDone(() => sessions.prune(batch))
    // Before the records go.
    await untilDone(() => auditHours.advance(batch))
    if (!isStopped()) await auditHours.prune(clock.now() - hoursLiveMs)
    await untilDone(() => audit.prune(clock.now() - auditDays * dayMs, batch))
    await untilDone(() => messages.prune(clock.now() - auditDays * dayMs, batch))
    await untilDone(() => recoveries.prune(clock.now() - auditDays * dayMs, batch))
    await untilDone(() => outbox.prune(clock.now() - eventDays * dayMs, batch))
    if (!isStopped()) await counts.flush()
    if (!isStopped()) await counts.prune(clock.now() - countsLiveMs)
    if (!isStopped()) await pruneDevices(clock.now() - deviceDays * dayMs, batch)
    await untilDone(() => administrators.sessions.prune(batch))
    await untilDone(() => removeClosed(batch), batch)
    await untilDone(() => ephemeral.sweep())
  } catch (error) {
    log.error({ err: error }, 'what has expired could not be removed')
  }
}
