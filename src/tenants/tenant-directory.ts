/**
 * Which tenants are served, for the doors: every process knows of a new or closed tenant within two seconds, and
 * asks the database no more often than that. What must not wait, a session's life, asks in its own statement
 * (`tenantIsOpen`).
 */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { isTenantId, type TenantState } from './tenant.ts'
import type { TenantStore } from './tenant-store.ts'

export interface TenantDirectory {
  /** Is it open? One without a row is, where the configuration names it. */
  isServed(id: TenantId): Promise<boolean>
}

export type TenantDirectoryOptions = {
  readonly tenants: Pick<TenantStore, 'find'>
  readonly clock: Clock
  /** Does the configuration name this tenant? */
  readonly isNamed: (id: TenantId) => boolean
}

type Known = { readonly state: Promise<TenantState | undefined>; readonly readAt: number }

const freshMs = 2_000
/** Callers name tenants as they like, so there is an end to what is remembered. */
const mostKnown = 1_000

export function createTenantDirectory({ tenants, clock, isNamed }: TenantDirectoryOptions): TenantDirectory {
  const known = new Map<TenantId, Known>()

  function stateOf(id: TenantId): Promise<TenantState | undefined> {
    const now = clock.now()
    const last = known.get(id)
    const age = now - (last?.readAt ?? Number.NEGATIVE_INFINITY)
    if (last !== undefined && age >= 0 && age < freshMs) return last.state
    const state = tenants.find(id).then((row) => row?.state)
    // A failure is told to whoever asked, and to nobody after.
    state.catch(() => known.delete(id))
    known.delete(id)
    known.set(id, { state, readAt: now })
    for (const oldest of known.keys()) {
      if (known.size <= mostKnown) break
      known.delete(oldest)
    }
    return state
  }

  return {
    async isServed(id) {
      if (!isTenantId(id)) return false
      const state = await stateOf(id)
      return state === 'active' || (state === undefined && isNamed(id))
    },
  }
}
