/** `latchkey admin invite`: a link of one use, with which somebody becomes an administrator. */
import type { AdminRole } from '../../admins/admin.ts'
import type { FolderOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

export async function adminInvite(options: FolderOptions & { readonly role: AdminRole }): Promise<void> {
  const { publicUrl, host, port } = settingsOf(options)
  await withAccounts({ ...options, tenant: 'default' }, async ({ opened, call }) => {
    const token = await opened.rooms.administrators.desk.invite(options.role, 'command line', call)
    print(`${publicUrl ?? `http://${host}:${port}`}/console#invite=${token}`)
    print(`Whoever opens it within an hour becomes ${options.role}; a new link makes this one void.`)
  })
}
