/** Requests for another number in place of a lost one: asked, answered by administrators, and carried out in time. */
import type { Background } from '../base/background.ts'
import type { TenantId, UserId } from '../base/ids.ts'
import { maskPhone } from '../base/phone-number.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Recovery, RecoveryEnd } from '../recoveries/recovery.ts'
import { listRecoveries, type RecoveryQuery } from '../recoveries/recovery-list.ts'
import type { Step } from '../storage/database.ts'
import { listNicks } from '../users/nick-list.ts'
import { endRecoveryStep } from '../users/user-marks.ts'
import { askRecovery, forgottenMs, type RecoveryRequest, type RecoveryServices } from './ask-recovery.ts'
import { recoveryCall, tellDueNotice, tellDueNotices } from './tell-due-notices.ts'

export type ListedRecovery = Recovery & {
  /** What the user is called. */
  readonly nick: string
}

export interface RecoveryDesk {
  /** Hours from asking to the number's change, at least. */
  readonly waitHours: number
  /** See `askRecovery`; the old number is told behind the answer. */
  ask(request: RecoveryRequest, call: CallContext): Promise<void>
  /** Newest first. */
  list(
    tenantId: TenantId,
    query: RecoveryQuery,
  ): Promise<{ readonly recoveries: readonly ListedRecovery[]; readonly next: string | undefined }>
  /** Refused as `RECOVERY_MISSING`. */
  show(tenantId: TenantId, id: string): Promise<ListedRecovery>
  /** The number is replaced when the old one was told and the waiting time since then is over. Refusals: `RECOVERY_MISSING`, `RECOVERY_OVER`. */
  approve(id: string, call: CallContext): Promise<void>
  /** Also of one that was approved and not carried out yet. Refusals: `RECOVERY_MISSING`, `RECOVERY_OVER`. */
  refuse(id: string, call: CallContext): Promise<void>
  /** Carries out what is due and ends what nobody answered; some of each. */
  tend(batch: number): Promise<void>
  /** See `tellDueNotices`. */
  tellNotices(): Promise<void>
}

type Services = RecoveryServices & { readonly background: Background }

const hourMs = 3_600_000
/** What makes a change impossible for good; anything else is tried again. */
const finalRefusals: ReadonlySet<string> = new Set([
  'PHONE_BOUND',
  'USER_DISABLED',
  'USER_AUTH_MISS',
  'ELEMENT_NOT_FOUND',
])

export function createRecoveryDesk(services: Services): RecoveryDesk {
  const { database, clock, audit, recoveries, waitMs, background } = services

  async function find(tenantId: TenantId, id: string): Promise<Recovery> {
    const recovery = await recoveries.find(tenantId, id)
    if (recovery === undefined) throw refuse('RECOVERY_MISSING')
    return recovery
  }

  return {
    waitHours: waitMs / hourMs,

    async ask(request, call) {
      const asked = await askRecovery(services, request, call)
      if (asked !== undefined) background.run(() => tellDueNotice(services, asked))
    },

    async list(tenantId, query) {
      const { recoveries: found, next } = await listRecoveries(database, tenantId, query)
      return { recoveries: await withNicks(services, tenantId, found), next }
    },

    async show(tenantId, id) {
      const [shown] = await withNicks(services, tenantId, [await find(tenantId, id)])
      if (shown === undefined) throw refuse('RECOVERY_MISSING')
      return shown
    },

    async approve(id, call) {
      const recovery = await find(call.tenantId, id)
      const { userId, dueAt, tenantId } = recovery
      await database.commit([
        recoveries.approve(recovery, nameOf(call), clock.now()),
        audit.step(recordOf(recovery, 'recovery.approve'), call),
        ...services.events.steps(tenantId, {
          type: 'recovery.approved',
          data: { userId, recoveryId: id, dueAt },
        }),
      ])
    },

    async refuse(id, call) {
      const recovery = await find(call.tenantId, id)
      const refused = recoveries.refuse(recovery, nameOf(call), clock.now())
      await database.commit([
        ...endSteps(services, recovery, 'refused', refused),
        audit.step(recordOf(recovery, 'recovery.refuse'), call),
      ])
    },

    tellNotices: () => tellDueNotices(services),

    async tend(batch) {
      const now = clock.now()
      for (const due of await recoveries.listDue(now, batch)) await carryOut(services, due)
      for (const old of await recoveries.listForgotten(now - forgottenMs, batch))
        await give(services, old, 'expired')
    },
  }
}

async function withNicks(
  { database }: Services,
  tenantId: TenantId,
  found: readonly Recovery[],
): Promise<ListedRecovery[]> {
  const ids: UserId[] = found.map(({ userId }) => userId)
  const nicks = await listNicks(database, tenantId, ids)
  return found.map((recovery) => ({ ...recovery, nick: nicks.get(recovery.userId) ?? '' }))
}

/** Everything but a record of it. The user comes first: so no two of these wait for each other. */
function endSteps(
  { events }: Services,
  { tenantId, userId, id: recoveryId }: Recovery,
  state: RecoveryEnd,
  end: Step,
): Step[] {
  return [
    endRecoveryStep(tenantId, userId, recoveryId),
    end,
    ...events.steps(tenantId, { type: 'recovery.ended', data: { userId, recoveryId, state } }),
  ]
}

async function carryOut(services: Services, recovery: Recovery): Promise<void> {
  const { clock, audit, recoveries, phoneLogin } = services
  const { userId, oldPhone, newPhone, loginType } = recovery
  const call = recoveryCall(recovery, recovery.oldPhone)
  const also = [
    ...endSteps(services, recovery, 'completed', recoveries.complete(recovery, clock.now())),
    audit.step(recordOf(recovery, 'recovery.complete'), call),
  ]
  try {
    await phoneLogin(loginType, call).replaceNumber(userId, oldPhone, newPhone, also)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (finalRefusals.has(error.code)) await give(services, recovery, 'failed', error.code)
    else if (error.code !== 'RECOVERY_OVER') throw error
  }
}

/** Ends one without a change; nothing happens where another was first. */
async function give(
  services: Services,
  recovery: Recovery,
  state: 'failed' | 'expired',
  result = 'success',
): Promise<void> {
  const { database, clock, audit, recoveries } = services
  const ended = recoveries.end(recovery, state, clock.now())
  const action = state === 'failed' ? 'recovery.complete' : 'recovery.expire'
  await database
    .commit([
      ...endSteps(services, recovery, state, ended),
      audit.step({ ...recordOf(recovery, action), result }, recoveryCall(recovery, recovery.oldPhone)),
    ])
    .catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'RECOVERY_OVER') throw error
    })
}

function recordOf({ id, userId, newPhone }: Recovery, action: string) {
  return { action, result: 'success', userId, subject: maskPhone(newPhone), detail: id }
}

function nameOf({ caller }: CallContext): string {
  return (caller.kind === 'system' ? caller.admin : undefined) ?? 'system'
}
