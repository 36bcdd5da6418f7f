/** What the address asks for. A task that does not fit the account is none. */
import type { FunctionComponent } from 'preact'
import { useEffect } from 'preact/hooks'
import { ownName } from '../own-ways.ts'
import { type Page, usePage } from '../page.ts'
import type { Task } from '../place.ts'
import { ChangePassword } from './change-password.tsx'
import { ChangePhone } from './change-phone.tsx'
import { ChangeProfile } from './change-profile.tsx'
import { ChangeUsername } from './change-username.tsx'
import { CloseAccount } from './close-account.tsx'
import { EnrolApp } from './enrol-app.tsx'
import { LostPhone } from './lost-phone.tsx'
import { NewRecoveryCodes } from './new-recovery-codes.tsx'
import { RemoveApp } from './remove-app.tsx'

const screens: Readonly<Record<Task, FunctionComponent>> = {
  profile: ChangeProfile,
  phone: ChangePhone,
  'lost-phone': LostPhone,
  username: ChangeUsername,
  password: ChangePassword,
  enrol: EnrolApp,
  'recovery-codes': NewRecoveryCodes,
  'remove-app': RemoveApp,
  close: CloseAccount,
}

const fits: Readonly<Partial<Record<Task, (page: Page) => boolean>>> = {
  phone: ({ server }) => server.facts.phone !== null,
  'lost-phone': ({ server }) => server.facts.phone !== null,
  username: ({ account, server }) => ownName(account, server.facts) !== undefined,
  password: ({ server }) => server.facts.password !== null,
  enrol: ({ account }) => account.factor === null,
  'recovery-codes': ({ account }) => account.factor !== null,
  'remove-app': ({ account }) => account.factor !== null,
}

export function TaskScreen({ task }: { readonly task: Task }) {
  const page = usePage()
  const isFitting = fits[task]?.(page) ?? true
  useEffect(() => {
    if (!isFitting) page.go('')
  }, [isFitting])
  const Screen = screens[task]
  return isFitting ? <Screen /> : null
}
