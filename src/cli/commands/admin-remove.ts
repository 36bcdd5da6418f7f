/** `latchkey admin remove`: also the last owner, since whoever has the machine can make another. */
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { print, printable } from '../output.ts'

export async function adminRemove(name: string, options: FolderOptions): Promise<void> {
  await withAccounts({ ...options, tenant: 'default' }, async ({ opened, call }) => {
    const { admins, desk } = opened.rooms.administrators
    const admin = await admins.findByName(name)
    if (admin === undefined) throw new CommandFault(`there is no administrator ${printable(name)}`)
    await desk.removeAnyone(admin.id, call)
    print(printable(`${admin.name} removed; every session has ended`))
  })
}
