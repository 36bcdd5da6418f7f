/**
 * A code spray is braked (spec 6, O8): one code tried on many numbers. Where too many checks go wrong, the next ones
 * ask for a captcha. Only a wrong check costs an operation of the store; that a brake is on, each process keeps in
 * mind and learns again with the first wrong check after its start.
 */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { addressBucket } from '../base/network-address.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Brake, BrakePolicy, EphemeralStore, Limit, LimitWindow } from '../ephemeral/ephemeral-store.ts'
import { createMomentsAhead } from './moments-ahead.ts'
import { createRightShare } from './right-share.ts'

export interface SprayBrake {
  /** Must the call pass a captcha before its next check? In-process calls never. */
  isOn(call: CallContext): boolean
  /** A check went wrong: a wrong code, or one that was never sent, is spent or has expired. */
  countWrong(call: CallContext): Promise<void>
  /** A right code was spent. One that is only checked, again and again, does not show that people log in. */
  countRight(call: CallContext): void
}

const minuteMs = 60_000

/**
 * For longer while it goes on; a minute without a wrong code behind the wait forgives. One wrong code is enough for
 * the next wait, so the longest is short: an address may be that of a whole carrier (A34).
 */
const addressPolicy: BrakePolicy = {
  failures: 50,
  windowMs: minuteMs,
  baseMs: minuteMs,
  maxMs: 5 * minuteMs,
}
const tenantWindow: LimitWindow = { ms: minuteMs, max: 1000 }
const leastRightShare = 0.1

type SprayDependencies = {
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly audit: AuditLog
}

export function createSprayBrake({ ephemeral, clock, audit }: SprayDependencies): SprayBrake {
  const brakedUntil = createMomentsAhead(clock)
  const rightShare = createRightShare(clock, tenantWindow)

  /** The record tells of the start alone: a spray must not fill the log. */
  function brake(key: string, forMs: number, call: CallContext): void {
    const isNew = !brakedUntil.has(key)
    brakedUntil.set(key, clock.now() + forMs)
    if (isNew) audit.note({ action: 'code.spray', result: 'CAPTCHA_REQUIRED', detail: key }, call)
  }

  async function countAtAddress(call: CallContext, address: string): Promise<void> {
    const strike = addressBrake(call.tenantId, address)
    const state = await ephemeral.strike(strike)
    if (state.state === 'braked') brake(strike.key, state.retryAfterMs, call)
  }

  async function countInTenant(call: CallContext): Promise<void> {
    const limit = tenantLimit(call.tenantId)
    const { granted } = await ephemeral.reserve([limit])
    if (!granted && rightShare.of(call.tenantId) < leastRightShare) brake(limit.key, minuteMs, call)
  }

  return {
    isOn({ tenantId, address }) {
      if (address === undefined || brakedUntil.isEmpty) return false
      return (
        brakedUntil.has(addressBrake(tenantId, address).key) || brakedUntil.has(tenantLimit(tenantId).key)
      )
    },
    async countWrong(call) {
      const { tenantId, address } = call
      if (address === undefined) return
      rightShare.count(tenantId, 'wrong')
      await Promise.all([countAtAddress(call, address), countInTenant(call)])
    },
    countRight({ tenantId, address }) {
      if (address !== undefined) rightShare.count(tenantId, 'right')
    },
  }
}

function addressBrake(tenantId: TenantId, address: string): Brake {
  return { key: `code-spray-address:{${tenantId}:${addressBucket(address)}}`, policy: addressPolicy }
}

function tenantLimit(tenantId: TenantId): Limit {
  return { key: `code-spray-tenant:{${tenantId}}`, windows: [tenantWindow] }
}
