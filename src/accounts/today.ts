/** What happened in the last hours, for the first page of the console. Every part reads counts and no single facts. */
import { type AuditHour, type AuditHours, hourMs, hourOf } from '../audit/audit-hours.ts'
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { countLiving } from '../sessions/count-living.ts'
import {
  hasReceipts,
  listClosedPrefixes,
  type MessageRate,
  readMessageHours,
  readMessageRates,
  readTrackedRates,
} from '../spend/message-rates.ts'
import type { QueryDatabase } from '../storage/query-database.ts'

export type TodayServices = {
  readonly database: QueryDatabase
  readonly clock: Clock
  readonly auditHours: AuditHours
  /** SMS services with what a tenant may send through them in a day. */
  readonly smsBudgets: () => readonly { readonly element: string; readonly daily: number }[]
}

const mostNames = 250
const dayMs = 86_400_000

/** Steps that a login waits at are no failures. */
const waiting = new Set(['success', 'MFA_AUTH', 'PASSWORD_WARN', 'PASSWORD_EXPIRED'])
/** An application takes over a login of the login page, which is on record itself. */
const handedOver = 'login.redirect'
const checks = new Set(['password.check', 'code.check', 'factor.check'])

/** The last `hours` hours, the one that is not over among them. */
export async function readToday(
  { database, clock, auditHours, smsBudgets }: TodayServices,
  tenantId: TenantId,
  hours: number,
) {
  const now = clock.now()
  const from = hourOf(now) - (hours - 1) * hourMs
  const range = { tenantId, from, to: now + 1 }
  const lastDay = { by: 'service', tenantId, from: now - dayMs, to: now + 1 } as const
  const [records, sends, countries, services, spent, closed, activeSessions] = await Promise.all([
    auditHours.list(tenantId, from),
    readMessageHours(database, tenantId, from),
    readTrackedRates(database, { by: 'country', ...range }, mostNames),
    readMessageRates(database, { by: 'service', ...range }, mostNames),
    readMessageRates(database, lastDay, mostNames),
    listClosedPrefixes(database, tenantId, now),
    countLiving(database, tenantId, now),
  ])
  const all = Array.from({ length: hours }, (_, i) => from + i * hourMs)
  const spentBy = new Map(spent.map(({ name, sent }) => [name, sent]))
  return {
    from,
    step: hourMs,
    logins: all.map((at) => loginsOf(records, at)),
    sends: all.map((at) => ({ at, ...fatesOf(sends.find((one) => one.at === at)) })),
    byCountry: countries.map(({ name, sent, proven, delivered, tracked }) => ({
      country: name,
      sent,
      right: proven,
      delivered,
      tracked,
    })),
    byVendor: services.map((rate) => ({
      vendor: rate.name,
      ...fatesOf(rate),
      hasReceipts: hasReceipts(rate),
    })),
    budgets: smsBudgets().map(({ element, daily }) => ({ element, daily, spent: spentBy.get(element) ?? 0 })),
    closedPrefixes: closed.map(({ prefix, until }) => ({ prefix, until })),
    activeSessions,
  }
}

function loginsOf(records: readonly AuditHour[], at: number) {
  const sum = (isCounted: (record: AuditHour) => boolean) =>
    records
      .filter((record) => record.at === at && isCounted(record))
      .reduce((total, { count }) => total + count, 0)
  const isLogin = (action: string) => action.startsWith('login.') && action !== handedOver
  return {
    at,
    success: sum(({ action, result }) => isLogin(action) && result === 'success'),
    failed: sum(({ action, result }) => (isLogin(action) || checks.has(action)) && !waiting.has(result)),
  }
}

function fatesOf(rate: Pick<MessageRate, 'sent' | 'delivered' | 'undelivered'> | undefined) {
  return { sent: rate?.sent ?? 0, delivered: rate?.delivered ?? 0, failed: rate?.undelivered ?? 0 }
}
