/** `latchkey user delete`. */
import { createUserAdmin } from '../../accounts/user-admin.ts'
import { confirmed } from '../ask.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { findUser } from '../find-user.ts'
import { withAccounts } from '../open-accounts.ts'
import { note, print, printable } from '../output.ts'

export type UserDeleteOptions = FolderOptions & TenantOptions & { readonly yes?: boolean }

export async function userDelete(text: string, options: UserDeleteOptions): Promise<void> {
  await withAccounts(options, async (accounts) => {
    const { id, nick } = await findUser(accounts, text)
    const question = printable(`Delete ${id} (${nick}) for good?`)
    if (options.yes !== true && !(await confirmed(question))) {
      note('nothing was deleted')
      process.exitCode = exitStatus.no
      return
    }
    await createUserAdmin(accounts.services).remove(id, accounts.call)
    print(printable(`${id} deleted`))
  })
}
