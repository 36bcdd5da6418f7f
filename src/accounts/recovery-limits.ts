/** How often other numbers may be asked for, so that nobody buries the administrators in requests. */
import { secondsUntil } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { TenantId } from '../base/ids.ts'
import { addressBucket } from '../base/network-address.ts'
import { refuse } from '../base/refusal.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'

const dayMs = 86_400_000

/** In a day. A request costs a code to a number that nobody has, so a tenant's are many. */
const most = { address: 5, account: 3, number: 2, tenant: 200 } as const

export type RecoverySubject = {
  readonly tenantId: TenantId
  readonly address: string | undefined
  /** As it was typed, in its one form: whether there is such an account makes no difference. */
  readonly account: string
  /** The new number. */
  readonly phone: string
}

/** Counts one in every limit, or in none. Refused as `RATE_LIMITED`. */
export async function countRecovery(
  ephemeral: Pick<EphemeralStore, 'reserve'>,
  { tenantId, address, account, phone }: RecoverySubject,
): Promise<void> {
  const limit = (what: keyof typeof most, whose: string) => ({
    key: `recovery-${what}:{${tenantId}:${whose}}`,
    windows: [{ ms: dayMs, max: most[what] }],
  })
  const found = await ephemeral.reserve([
    ...(address === undefined ? [] : [limit('address', addressBucket(address))]),
    limit('account', sha256(account)),
    limit('number', phone),
    limit('tenant', ''),
  ])
  if (!found.granted) throw refuse('RATE_LIMITED', { seconds: secondsUntil(found.retryAfterMs, 0) })
}
