/** A signed-in user's own second factor: changed only in a session whose login is recent. */
import type { AuditLog } from '../audit/audit-log.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { FactorOwner } from '../factors/factor-rows.ts'
import type { TotpEnrolment, TotpFactors } from '../factors/totp-factors.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { Database } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'
import { accountOf } from './login-steps.ts'
import { type RecentLoginServices, requireRecentLogin } from './recent-login.ts'

/** Everything refuses `LOGIN_REQUIRED` and `REAUTH_REQUIRED`. */
export interface OwnFactors {
  /** Refused as `FACTOR_EXISTS`. `issuer` is what the authenticator app shows. */
  enrol(call: CallContext, issuer: string): Promise<TotpEnrolment>
  /** Answers with the recovery codes. Refusals: those of `TotpFactors.confirm`. */
  confirm(call: CallContext, code: string): Promise<readonly string[]>
  /** Ten other recovery codes, for a code of the factor. Refusals: those of `TotpFactors.check`. */
  renewRecovery(call: CallContext, code: string): Promise<readonly string[]>
  /** Takes a code of the factor. The other sessions end. Refusals: those of `TotpFactors.check`. */
  remove(call: CallContext, code: string): Promise<void>
}

type FactorDependencies = RecentLoginServices & {
  readonly factors: TotpFactors
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly database: Database
  readonly audit: AuditLog
  readonly events: Events
}

export function createOwnFactors(needs: FactorDependencies): OwnFactors {
  const { factors, users, sessions, database, audit, events, clock } = needs

  async function recent(call: CallContext) {
    const proof = await requireRecentLogin(needs, call)
    if (call.caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    const { userId, sessionId } = call.caller
    return { proof, sessionId, owner: { tenantId: call.tenantId, userId } }
  }

  async function knownDeviceOf({ tenantId, userId }: FactorOwner, { device: { key } }: CallContext) {
    if (key === undefined) return undefined
    return (await users.knownDevices(tenantId, userId)).includes(key) ? key : undefined
  }

  return {
    async enrol(call, issuer) {
      const { owner } = await recent(call)
      const user = await users.find(owner.tenantId, owner.userId)
      if (user === undefined) throw refuse('USER_AUTH_MISS')
      return factors.enrol(owner, { issuer, account: accountOf(user) })
    },

    async confirm(call, code) {
      const { owner, proof } = await recent(call)
      const { steps, recoveryCodes } = await factors.confirm(owner, code, await knownDeviceOf(owner, call))
      const event = { action: 'factor.confirm', result: 'success', userId: owner.userId }
      const secured = users.markSecured(owner.tenantId, owner.userId, clock.now())
      const added = events.steps(owner.tenantId, { type: 'factor.added', data: { userId: owner.userId } })
      await database.commit([...proof, ...steps, secured, audit.step(event, call), ...added])
      return recoveryCodes
    },

    async renewRecovery(call, code) {
      const { owner, proof } = await recent(call)
      const renewed = await factors.renewRecovery(owner, code, await knownDeviceOf(owner, call))
      const event = { action: 'factor.renew-recovery', result: 'success', userId: owner.userId }
      await database.commit([...proof, ...renewed.steps, audit.step(event, call)])
      return renewed.recoveryCodes
    },

    async remove(call, code) {
      const { owner, proof, sessionId } = await recent(call)
      const { steps } = await factors.check(owner, code, await knownDeviceOf(owner, call))
      const { tenantId, userId } = owner
      const event = { action: 'factor.remove', result: 'success', userId }
      await database.commit([
        ...proof,
        ...steps,
        ...factors.remove(owner),
        users.markSecured(tenantId, userId, clock.now()),
        sessions.endOthers(tenantId, userId, sessionId),
        audit.step(event, call),
        ...events.steps(tenantId, { type: 'factor.removed', data: { userId, by: 'user' } }),
      ])
    },
  }
}
