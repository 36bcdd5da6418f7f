/** `latchkey user list`. */
import { createUserAdmin } from '../../accounts/user-admin.ts'
import { toUserDict, type UserStatus } from '../../users/user.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, JsonOptions, TenantOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { note, printJson, printTable, time } from '../output.ts'

export type UserListOptions = FolderOptions &
  TenantOptions &
  JsonOptions & {
    readonly status?: string
    readonly phone?: string
    readonly name?: string
    readonly limit: string
    readonly after?: string
  }

export async function userList(options: UserListOptions): Promise<void> {
  const { phone, name, after } = options
  const query = { status: statusOf(options.status), phone, name, after, limit: Number(options.limit) }
  const { users, next } = await withAccounts(options, async ({ services, call: { tenantId } }) => {
    return createUserAdmin(services).list(tenantId, query)
  })
  if (options.json === true) {
    printJson({ users: users.map(toUserDict), ...(next === undefined ? {} : { next }) })
    return
  }
  printTable(
    users.map((user) => [
      user.id,
      user.status,
      user.phone ?? '-',
      user.username ?? '-',
      time(user.created_at),
      user.nick,
    ]),
  )
  if (next !== undefined) note(`more: --after ${next}`)
}

function statusOf(text: string | undefined): UserStatus | undefined {
  if (text === undefined || text === 'active' || text === 'disabled') return text
  throw new CommandFault('--status: has to be active or disabled')
}
