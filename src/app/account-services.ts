/** What an operator's work on users needs, of an open app. */
import type { AccountServices } from '../accounts/account-services.ts'
import { createUserList } from '../users/user-list.ts'
import type { OpenedApp } from './open-app.ts'

export function accountServicesOf({
  rooms,
  elements,
}: Pick<OpenedApp, 'rooms' | 'elements'>): AccountServices {
  return {
    ...rooms,
    userList: createUserList(rooms.database),
    namedTenants: () => elements.clients().tenantIds,
    phoneLogins: elements.phoneLogins,
    passwordLogins: elements.passwordLogins,
    corpElements: elements.corps,
  }
}
