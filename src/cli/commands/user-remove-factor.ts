/** `latchkey user remove-factor`: for someone who lost the device and the recovery codes. */
import { createUserAdmin } from '../../accounts/user-admin.ts'
import { confirmed } from '../ask.ts'
import { exitStatus } from '../exit-status.ts'
import { findUser } from '../find-user.ts'
import { withAccounts } from '../open-accounts.ts'
import { note, print, printable } from '../output.ts'
import type { UserDeleteOptions } from './user-delete.ts'

export async function userRemoveFactor(text: string, options: UserDeleteOptions): Promise<void> {
  await withAccounts(options, async (accounts) => {
    const { id, nick } = await findUser(accounts, text)
    const question = printable(`Remove the second factor of ${id} (${nick})?`)
    if (options.yes !== true && !(await confirmed(question))) {
      note('nothing was removed')
      process.exitCode = exitStatus.no
      return
    }
    await createUserAdmin(accounts.services).removeFactor(id, accounts.call)
    print(printable(`second factor of ${id} removed; every session has ended`))
  })
}
