/** An operator opens a prefix of numbers that the conversion breaker has closed; on record. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { CallContext } from '../elements/caller.ts'
import type { PrefixBreaker } from '../spend/prefix-breaker.ts'

export type ReopenNeeds = {
  readonly breaker: Pick<PrefixBreaker, 'reopen'>
  readonly audit: Pick<AuditLog, 'step'>
}

/** `prefix`: calling code and next 3 digits, `+86138`. Refused as `API_PARAMS_ERROR` where it is not closed. */
export function reopenPrefix(
  { breaker, audit }: ReopenNeeds,
  prefix: string,
  call: CallContext,
): Promise<void> {
  const record = audit.step({ action: 'sms.prefix.open', result: 'success', subject: prefix }, call)
  return breaker.reopen({ tenantId: call.tenantId, prefix }, [record])
}
