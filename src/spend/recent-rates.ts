/** The rates of the last full hour, for `/metrics`: of few enough names that a pumped system does not fill the metrics too. */
import type { Clock } from '../base/clock.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import { slotMs } from './message-counts.ts'
import { type MessageRate, type RateGroup, readMessageRates } from './message-rates.ts'

export type RecentRates = Readonly<Record<RateGroup, readonly MessageRate[]>>

const hourMs = 3_600_000
/** The time in which a code is used, at most. */
const codesLiveMs = 600_000
const mostNames = 50

/** Messages of an hour that ended when their codes could still be used, so that a fresh message is not a failed one. */
export async function readRecentRates(
  database: QueryDatabase,
  clock: Pick<Clock, 'now'>,
): Promise<RecentRates> {
  const to = Math.floor((clock.now() - codesLiveMs) / slotMs) * slotMs
  const read = (by: RateGroup) => readMessageRates(database, { by, from: to - hourMs, to }, mostNames)
  const [prefix, country, service] = await Promise.all([read('prefix'), read('country'), read('service')])
  return { prefix, country, service }
}
