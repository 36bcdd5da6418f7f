/** `latchkey user enable`. */
import { createUserAdmin } from '../../accounts/user-admin.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { withAccounts } from '../open-accounts.ts'
import { print, printable } from '../output.ts'

export async function userEnable(text: string, options: FolderOptions & TenantOptions): Promise<void> {
  await withAccounts(options, async (accounts) => {
    const { id } = await findUser(accounts, text)
    await createUserAdmin(accounts.services).enable(id, accounts.call)
    print(printable(`${id} enabled`))
  })
}
