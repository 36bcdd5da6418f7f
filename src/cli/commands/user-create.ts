/** `latchkey user create`. A password is asked for or read from standard input; it is never an argument. */
import { createUser, type NewUser } from '../../accounts/create-user.ts'
import { askNewPassword, readStandardInput } from '../ask.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { print } from '../output.ts'

export type UserCreateOptions = FolderOptions &
  TenantOptions & {
    readonly nick?: string
    readonly name?: string
    readonly email?: string
    readonly phone?: string
    readonly phoneLogin?: string
    readonly username?: string
    readonly passwordLogin?: string
    readonly passwordStdin?: boolean
    readonly corp?: readonly string[]
  }

export async function userCreate(options: UserCreateOptions): Promise<void> {
  const { nick, name, email, phone, phoneLogin, corp } = options
  if (options.username === undefined && options.passwordStdin === true)
    throw new CommandFault('--password-stdin: needs a --username')
  await withAccounts(options, async ({ services, call }) => {
    const number = phone === undefined ? undefined : { number: phone, loginType: phoneLogin }
    const user = { nick, name, email, phone: number, password: await passwordOf(options), corps: corp }
    print((await createUser(services, user, call)).id)
  })
}

async function passwordOf({
  username,
  passwordLogin,
  passwordStdin,
}: UserCreateOptions): Promise<NewUser['password']> {
  if (username === undefined) return undefined
  const text = passwordStdin === true ? await readStandardInput() : await askNewPassword()
  return { username, text, loginType: passwordLogin }
}
