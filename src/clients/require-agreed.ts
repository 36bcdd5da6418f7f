/** What is refused before anybody is known: only the call itself says what was agreed to. */
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import { type Agreement, agreementKey } from './agreements-setting.ts'

/** In-process code with every right answers for its users itself. */
export function isBoundToAgree({ caller }: Pick<CallContext, 'caller'>): boolean {
  return caller.kind !== 'system'
}

/** Those of the client's texts that `stated` (`terms@3`, …) does not name. */
export function missingAgreements(
  agreements: readonly Agreement[],
  stated: readonly string[] = [],
): readonly Agreement[] {
  if (agreements.length === 0) return agreements
  return agreements.filter((agreement) => !stated.includes(agreementKey(agreement)))
}

export function agreementRequired(missing: readonly Agreement[]) {
  return refuse('AGREEMENT_REQUIRED', { unmet: missing.map(agreementKey) })
}

/** Refused as `AGREEMENT_REQUIRED` where the call does not state every text of the client. */
export function requireAgreed(
  client: { readonly agreements: readonly Agreement[] } | undefined,
  call: Pick<CallContext, 'caller' | 'agreed'>,
): void {
  if (client === undefined || !isBoundToAgree(call)) return
  const missing = missingAgreements(client.agreements, call.agreed)
  if (missing.length > 0) throw agreementRequired(missing)
}
