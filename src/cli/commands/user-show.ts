/** `latchkey user show`. A stored password is never shown. */
import { createUserAdmin } from '../../accounts/user-admin.ts'
import type { UserDetails } from '../../accounts/user-details.ts'
import { toUserDict } from '../../users/user.ts'
import type { FolderOptions, JsonOptions, TenantOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { withAccounts } from '../open-accounts.ts'
import { print, printable, printJson, time } from '../output.ts'

export async function userShow(
  text: string,
  options: FolderOptions & TenantOptions & JsonOptions,
): Promise<void> {
  const details = await withAccounts(options, async (accounts) => {
    const { id } = await findUser(accounts, text)
    return createUserAdmin(accounts.services).show(accounts.call.tenantId, id)
  })
  if (options.json === true) printJson(toJson(details))
  else for (const line of linesOf(details)) print(printable(line))
}

function toJson({ user, factor, ...others }: UserDetails) {
  return { ...toUserDict(user), lastLogin: user.last_login_at, ...others, factor: factor ?? null }
}

function linesOf({ user, phones, names, factor, corps, sessions, profile }: UserDetails): string[] {
  return [
    `user       ${user.id}`,
    `status     ${user.status}`,
    `nick       ${user.nick}`,
    ...(user.name === null ? [] : [`name       ${user.name}`]),
    ...(user.email === null ? [] : [`email      ${user.email}`]),
    ...Object.entries(profile).map(([field, text]) => `profile    ${field}: ${text}`),
    `created    ${time(user.created_at)}`,
    `last login ${user.last_login_at === null ? 'never' : time(user.last_login_at)}`,
    ...phones.map(
      ({ phone, loginType, boundAt }) => `phone      ${phone} in ${loginType} since ${time(boundAt)}`,
    ),
    ...names.map(
      ({ name, loginType, changedAt }) =>
        `name login ${name} in ${loginType}, password of ${time(changedAt)}`,
    ),
    factor === undefined
      ? 'factor     none'
      : `factor     app since ${time(factor.enrolledAt)}, ${factor.recoveryCodesLeft} recovery codes left`,
    ...corps.map((corp) => `corp       ${corp}`),
    ...sessions.map(
      ({ id, clientId, loginTime, lastSeen }) =>
        `session    ${id} of client ${clientId}, began ${time(loginTime)}, last seen ${time(lastSeen)}`,
    ),
  ]
}
