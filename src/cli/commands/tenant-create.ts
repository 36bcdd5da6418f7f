/** `latchkey tenant create`. */
import { createTenantAdmin } from '../../accounts/tenant-admin.ts'
import { defaultTenant } from '../../base/ids.ts'
import type { FolderOptions } from '../command-options.ts'
import { systemCall, withAccounts } from '../open-accounts.ts'
import { print } from '../output.ts'

export type TenantCreateOptions = FolderOptions & { readonly title?: string }

export async function tenantCreate(
  id: string,
  { title = id, ...folder }: TenantCreateOptions,
): Promise<void> {
  const call = systemCall(id)
  await withAccounts({ ...folder, tenant: defaultTenant }, async ({ services, place }) => {
    await createTenantAdmin(services).create(call.tenantId, title, call)
    print(`${id} created in ${place}`)
  })
}
