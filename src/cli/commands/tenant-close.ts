/** `latchkey tenant close`. */
import { createTenantAdmin } from '../../accounts/tenant-admin.ts'
import { defaultTenant } from '../../base/ids.ts'
import { confirmed } from '../ask.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { systemCall, withAccounts } from '../open-accounts.ts'
import { note, print } from '../output.ts'

export type TenantCloseOptions = FolderOptions & { readonly yes?: boolean }

export async function tenantClose(id: string, { yes, ...folder }: TenantCloseOptions): Promise<void> {
  const call = systemCall(id)
  await withAccounts({ ...folder, tenant: defaultTenant }, async ({ services, place }) => {
    if (yes !== true && !(await confirmed(`Close ${id} of ${place} for good?`))) {
      note('nothing was closed')
      process.exitCode = exitStatus.no
      return
    }
    await createTenantAdmin(services).close(call.tenantId, call)
    print(`${id} closed in ${place}; every session has ended`)
  })
}
