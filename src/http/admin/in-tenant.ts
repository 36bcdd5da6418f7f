import { defaultTenant, type TenantId } from '../../base/ids.ts'
import type { CallContext } from '../../elements/caller.ts'

/** The call in the tenant that it names. */
export function inTenant(
  call: CallContext,
  { tenant }: { readonly tenant?: string | undefined },
): CallContext {
  return { ...call, tenantId: (tenant as TenantId | undefined) ?? defaultTenant }
}
