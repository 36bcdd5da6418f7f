/**
 * What became of messages, by prefix, country or service: for `/metrics` and for operators. Times are those of the
 * slots in which messages are counted.
 */
import type { TenantId } from '../base/ids.ts'
import type { QueryDatabase } from '../storage/query-database.ts'

export type RateGroup = 'prefix' | 'country' | 'service'

export type RateQuery = {
  readonly by: RateGroup
  /** All tenants without one. */
  readonly tenantId?: TenantId
  /** Epoch milliseconds; `to` is not in it. */
  readonly from: number
  readonly to: number
  /** Services that tell what becomes of messages; without it `tracked` is 0. */
  readonly telling?: readonly string[]
}

export type MessageRate = {
  /** A prefix, a country, or the fullName of a service. */
  readonly name: string
  readonly sent: number
  /** Messages whose codes were right and have been used. */
  readonly proven: number
  readonly delivered: number
  readonly undelivered: number
  /** Of `sent`, those through the services that `telling` names. */
  readonly tracked: number
}

export type ClosedPrefix = {
  readonly prefix: string
  readonly country: string
  /** Epoch milliseconds. */
  readonly closedAt: number
  readonly until: number
}

const fates = ['sent', 'proven', 'delivered', 'undelivered'] as const

/** Those with the most messages first, `most` of them. */
export async function readMessageRates(
  database: QueryDatabase,
  { by, tenantId, from, to, telling = [] }: RateQuery,
  most: number,
): Promise<MessageRate[]> {
  const { sql } = await import('kysely')
  const isTold =
    telling.length === 0 ? sql`false` : sql`service in (${sql.join(telling.map((name) => sql`${name}`))})`
  const tracked = sql<number>`sum(case when ${isTold} then sent else 0 end)`.as('tracked')
  const kysely = await database.kysely()
  const of = kysely.selectFrom('message_counts').where('at', '>=', from).where('at', '<', to)
  const ofTenant = tenantId === undefined ? of : of.where('tenant_id', '=', tenantId)
  const rows = await ofTenant
    .groupBy(by)
    .select((build) => [
      build.ref(by).as('name'),
      ...fates.map((fate) => build.fn.sum(fate).as(fate)),
      tracked,
    ])
    .orderBy('sent', 'desc')
    .orderBy('name')
    .limit(most)
    .execute()
  return rows.map((row) => {
    const values = row as Readonly<Record<string, unknown>>
    const [sent = 0, proven = 0, delivered = 0, undelivered = 0] = fates.map((fate) => Number(values[fate]))
    const name = String(values.name)
    return { name, sent, proven, delivered, undelivered, tracked: Number(values.tracked) }
  })
}

/** As `readMessageRates`, with `tracked` by the services that told of at least one message in this time. */
export async function readTrackedRates(
  database: QueryDatabase,
  query: Omit<RateQuery, 'telling'>,
  most: number,
): Promise<MessageRate[]> {
  const services = await readMessageRates(database, { ...query, by: 'service' }, most)
  const telling = services.filter(hasReceipts).map(({ name }) => name)
  return readMessageRates(database, { ...query, telling }, most)
}

/** Did the service tell what became of any message? */
export function hasReceipts({ delivered, undelivered }: MessageRate): boolean {
  return delivered + undelivered > 0
}

export type MessageHour = Omit<MessageRate, 'name' | 'tracked'> & {
  /** Epoch milliseconds of its beginning. */
  readonly at: number
}

/** By the hour, from `from` on (epoch ms). */
export async function readMessageHours(
  database: QueryDatabase,
  tenantId: TenantId,
  from: number,
): Promise<MessageHour[]> {
  const { sql } = await import('kysely')
  const sums = sql.join(fates.map((fate) => sql`sum(${sql.ref(fate)}) as ${sql.ref(fate)}`))
  const hours = sql<MessageHour>`select at - at % 3600000 as at, ${sums} from message_counts
    where tenant_id = ${tenantId} and at >= ${from} group by at - at % 3600000`
  const { rows } = await hours.execute(await database.kysely())
  return rows.map(({ at, sent, proven, delivered, undelivered }) => ({
    at: Number(at),
    sent: Number(sent),
    proven: Number(proven),
    delivered: Number(delivered),
    undelivered: Number(undelivered),
  }))
}

/** Prefixes that are closed at `now`, the one that opens first before the others. */
export async function listClosedPrefixes(
  database: QueryDatabase,
  tenantId: TenantId,
  now: number,
): Promise<ClosedPrefix[]> {
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('closed_prefixes')
    .select(['prefix', 'country', 'closed_at as closedAt', 'until'])
    .where('tenant_id', '=', tenantId)
    .where('until', '>', now)
    .orderBy('until')
    .orderBy('prefix')
    .execute()
  return rows as ClosedPrefix[]
}
