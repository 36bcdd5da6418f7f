/** `latchkey tenant create`. */
import { createTenantAdmin } from '../../accounts/tenant-admin.ts'
import type { FolderOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { print } from '../output.ts'

export type TenantCreateOptions = FolderOptions & { readonly title?: string }

export async function tenantCreate(
  id: string,
  { title = id, ...folder }: TenantCreateOptions,
): Promise<void> {
  await withAccounts({ ...folder, tenant: id }, async ({ services, call, place }) => {
    await createTenantAdmin(services).create(call.tenantId, title, call)
    print(`${id} created in ${place}`)
  })
}
