/** What an operator's work on users needs, of an open app. */
import type { AccountServices, PhoneElement } from '../accounts/account-services.ts'
import { PhoneType } from '../login/phone/phone-type.ts'
import { createUserList } from '../users/user-list.ts'
import type { OpenedApp } from './open-app.ts'

export function accountServicesOf({
  rooms,
  elements,
}: Pick<OpenedApp, 'rooms' | 'elements'>): AccountServices {
  return {
    ...rooms,
    userList: createUserList(rooms.database),
    phoneLogins: () =>
      elements
        .registry()
        .elements({ tier: 'instance' })
        .filter(({ class: code }) => code === PhoneType || code?.prototype instanceof PhoneType)
        .map(({ definition }) => definition as PhoneElement),
    passwordLogins: elements.passwordLogins,
    corpElements: elements.corps,
  }
}
