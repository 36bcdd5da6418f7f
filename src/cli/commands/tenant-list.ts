/** `latchkey tenant list`. */
import { createTenantAdmin } from '../../accounts/tenant-admin.ts'
import { defaultTenant } from '../../base/ids.ts'
import type { FolderOptions, JsonOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { note, printJson, printTable, time } from '../output.ts'

export async function tenantList(options: FolderOptions & JsonOptions): Promise<void> {
  const { tenants, place } = await withAccounts(
    { ...options, tenant: defaultTenant },
    async ({ services, place }) => ({ tenants: await createTenantAdmin(services).list(), place }),
  )
  if (options.json === true) {
    printJson({ tenants })
    return
  }
  const when = (at: number | undefined) => (at === undefined ? '-' : time(at))
  note(`tenants in ${place}`)
  printTable(
    tenants.map(({ id, state, createdAt, closedAt, title }) => [
      id,
      state,
      when(createdAt),
      when(closedAt),
      title,
    ]),
  )
}
