/** `latchkey user unlock`. */
import { type UnlockedNumber, unlockNumber, unlockUser } from '../../accounts/unlock.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { findNumber } from '../find-number.ts'
import { findUser } from '../find-user.ts'
import { type Accounts, withAccounts } from '../open-accounts.ts'
import { print, printable } from '../output.ts'

type UnlockOptions = FolderOptions & TenantOptions & { readonly phone?: string }

export async function userUnlock(text: string | undefined, options: UnlockOptions): Promise<void> {
  const { phone } = options
  if ((text === undefined) === (phone === undefined))
    throw new CommandFault('say a user, or a number with --phone')
  await withAccounts(options, async (accounts) => {
    const lines =
      phone === undefined ? await openUser(accounts, text ?? '') : await openPhone(accounts, phone)
    for (const line of lines) print(printable(line))
  })
}

async function openUser(accounts: Accounts, text: string): Promise<string[]> {
  const { id } = await findUser(accounts, text)
  const { numbers, password, secondFactor } = await unlockUser(accounts.services, id, accounts.call)
  const others = Object.entries({ password, 'second factor': secondFactor })
  return [...numbers.map(lineOf), ...others.map(([what, opened]) => `${what} of ${id}: ${told(opened)}`)]
}

async function openPhone(accounts: Accounts, text: string): Promise<string[]> {
  const { services, call } = accounts
  const number = findNumber(accounts, text, '--phone')
  const { userId, ...unlocked } = await unlockNumber(services, number, call)
  return [lineOf(unlocked), userId === undefined ? 'nobody has the number' : `it is the number of ${userId}`]
}

function lineOf({ phone, opened }: UnlockedNumber): string {
  return `codes to ${phone}: ${told(opened)}`
}

function told(opened: boolean): string {
  return opened ? 'failures forgotten, open' : 'no failures, was open'
}
