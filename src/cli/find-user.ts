/** The one user that an operator means. */
import type { AccountServices } from '../accounts/account-services.ts'
import { createUserAdmin } from '../accounts/user-admin.ts'
import type { TenantId, UserId } from '../base/ids.ts'
import { CommandFault } from './command-fault.ts'
import { exitStatus } from './exit-status.ts'
import type { Accounts } from './open-accounts.ts'
import { printable } from './output.ts'

/** By id, phone number in any form or login name; `id:` in front leaves only the first. Nobody, or more than one, is a fault. */
export async function findUser({ services, call }: Accounts, text: string) {
  const [user, ...others] = await find(services, call.tenantId, text)
  if (user === undefined)
    throw new CommandFault(
      `no user has this id, phone number or login name: ${printable(text)}`,
      exitStatus.no,
    )
  if (others.length === 0) return user
  const ids = [user, ...others].map(({ id }) => printable(id)).join(', ')
  throw new CommandFault(
    `more than one user is meant by ${printable(text)}: ${ids}; say id:ID`,
    exitStatus.no,
  )
}

async function find(services: AccountServices, tenantId: TenantId, text: string) {
  if (!text.startsWith('id:')) return createUserAdmin(services).find(tenantId, text)
  const user = await services.users.find(tenantId, text.slice('id:'.length) as UserId)
  return user === undefined ? [] : [user]
}
