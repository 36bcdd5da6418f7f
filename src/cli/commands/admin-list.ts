/** `latchkey admin list`. */
import type { FolderOptions, JsonOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { note, printJson, printTable, time } from '../output.ts'

export async function adminList(options: FolderOptions & JsonOptions): Promise<void> {
  await withAccounts({ ...options, tenant: 'default' }, async ({ opened }) => {
    const rows = await opened.rooms.administrators.admins.list()
    const admins = rows.map(({ id, name, role, created_at }) => ({ id, name, role, createdAt: created_at }))
    if (options.json === true) {
      printJson(admins)
      return
    }
    if (admins.length === 0) note('there are no administrators yet: latchkey admin invite')
    printTable(admins.map(({ id, name, role, createdAt }) => [id, name, role, `made ${time(createdAt)}`]))
  })
}
