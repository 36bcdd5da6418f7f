/** Tenants, as an operator works on them. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import { defaultTenant, type TenantId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { Database } from '../storage/database.ts'
import type { TenantState } from '../tenants/tenant.ts'
import type { TenantStore } from '../tenants/tenant-store.ts'

/** A tenant as operators see one. */
export type ListedTenant = {
  readonly id: TenantId
  readonly title: string
  readonly state: TenantState
  /** Epoch milliseconds; nothing for one that only the configuration names. */
  readonly createdAt: number | undefined
  readonly closedAt: number | undefined
}

export type TenantServices = {
  readonly database: Database
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
  readonly tenants: TenantStore
  /** The tenants that clients of the app name: they are there without a row. */
  readonly namedTenants: () => ReadonlySet<TenantId>
}

export interface TenantAdmin {
  /** Refused as `API_PARAMS_ERROR` where it is there already, closed or not. */
  create(id: TenantId, title: string, call: CallContext): Promise<void>
  /** Also those that only the configuration names; by id. */
  list(): Promise<ListedTenant[]>
  /** Is it there, closed or not? Else `TENANT_UNKNOWN`. `default` always is. */
  demand(id: TenantId): Promise<void>
  /** For good: its sessions are dead and nobody logs in any more, at once. Refused as `TENANT_UNKNOWN`. */
  close(id: TenantId, call: CallContext): Promise<void>
}

const taken = () => refuse('API_PARAMS_ERROR', { arguments: { id: 'is the id of a tenant already' } })

export function createTenantAdmin(services: TenantServices): TenantAdmin {
  const { database, clock, audit, events, tenants, namedTenants } = services

  return {
    create(id, title, call) {
      const event = { action: 'tenant.create', result: 'success', subject: id }
      return database.commit([
        tenants.insert({ id, title }, clock.now(), taken),
        audit.step(event, call),
        ...events.steps(id, { type: 'tenant.created', data: {} }),
      ])
    },

    async list() {
      const rows = (await tenants.list()).map((row) => ({
        id: row.id,
        title: row.title,
        state: row.state,
        createdAt: row.created_at as number | undefined,
        closedAt: row.closed_at ?? undefined,
      }))
      const listed = new Set(rows.map(({ id }) => id))
      const named = [...namedTenants()]
        .filter((id) => !listed.has(id))
        .map((id) => ({ id, title: id, state: 'active' as const, createdAt: undefined, closedAt: undefined }))
      return [...rows, ...named].toSorted((left, right) => (left.id < right.id ? -1 : 1))
    },

    async demand(id) {
      const isKnown = id === defaultTenant || namedTenants().has(id)
      if (!isKnown && (await tenants.find(id)) === undefined) throw refuse('TENANT_UNKNOWN')
    },

    async close(id, call) {
      const row = await tenants.find(id)
      if (row === undefined && !namedTenants().has(id)) throw refuse('TENANT_UNKNOWN')
      const event = { action: 'tenant.close', result: 'success', subject: id }
      await database.commit([
        tenants.close({ id, title: row?.title ?? id }, clock.now()),
        audit.step(event, call),
        ...events.steps(id, { type: 'tenant.closed', data: {} }),
      ])
    },
  }
}
