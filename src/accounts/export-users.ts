/** Every user of a tenant as rows of a file, a page at a time. */
import type { TenantId, UserId } from '../base/ids.ts'
import { listMemberships } from '../corps/membership-list.ts'
import type { CallContext } from '../elements/caller.ts'
import { type ListedPasswordBinding, listPasswordBindings } from '../login/password/password-binding-list.ts'
import { parseStoredForm } from '../login/password/stored-form.ts'
import { usernameKey } from '../login/password/username.ts'
import { type ListedPhoneBinding, listPhoneBindings } from '../login/phone/phone-binding-list.ts'
import { listProfiles } from '../users/profile-list.ts'
import type { Profile } from '../users/profile-store.ts'
import type { ListedUser } from '../users/user-list.ts'
import type { AccountServices } from './account-services.ts'
import { type Cell, type FileColumn, type FileRow, fileColumns } from './file-row.ts'

export type ExportOptions = {
  /** Stored forms too, so that the users can log in where the file is imported. */
  readonly withPasswords: boolean
}

type ExportServices = Pick<AccountServices, 'database' | 'userList' | 'corpElements' | 'audit'>

type Parts = {
  readonly phones: readonly ListedPhoneBinding[]
  readonly passwords: readonly ListedPasswordBinding[]
  readonly corps: readonly string[]
  readonly profile: Profile | undefined
}

const pageSize = 500

export function exportColumns({ withPasswords }: ExportOptions): FileColumn[] {
  return fileColumns.filter((column) => withPasswords || (column !== 'password' && column !== 'over'))
}

/** In the order of the user ids. Who comes, goes or changes meanwhile may be in it or not. */
export async function* exportUsers(
  services: ExportServices,
  call: CallContext,
  options: ExportOptions,
): AsyncGenerator<FileRow[]> {
  const { database, audit } = services
  const { tenantId } = call
  const detail = options.withPasswords ? 'with stored passwords' : 'without passwords'
  await database.commit([audit.step({ action: 'user.export', result: 'success', detail }, call)])
  for (let after = ''; ; ) {
    const { rows, next } = await readPage(services, tenantId, { after, limit: pageSize }, options)
    yield rows
    if (next === undefined) return
    after = next
  }
}

export type ExportPage = {
  readonly rows: readonly FileRow[]
  /** Id of the last user, where there may be more. */
  readonly next: string | undefined
}

/** A page of the same, without stored passwords: `after` is `next` of the page before. */
export async function exportPage(
  services: ExportServices,
  call: CallContext,
  page: { readonly after: string; readonly limit: number },
): Promise<ExportPage> {
  const { database, audit } = services
  const from = page.after === '' ? '' : `, behind ${page.after}`
  const detail = `${page.limit} without passwords${from}`
  await database.commit([audit.step({ action: 'user.export', result: 'success', detail }, call)])
  return readPage(services, call.tenantId, page, { withPasswords: false })
}

async function readPage(
  { database, userList, corpElements }: ExportServices,
  tenantId: TenantId,
  { after, limit }: { readonly after: string; readonly limit: number },
  options: ExportOptions,
): Promise<{ readonly rows: FileRow[]; readonly next: string | undefined }> {
  const known = new Set(corpElements().map(({ corpId }) => corpId))
  const isKnown = (corpId: string) => known.has(corpId)
  const users = await userList.byId(tenantId, after, limit)
  const ids = users.map(({ id }) => id)
  const [phones, passwords, memberships, profiles] = await Promise.all([
    listPhoneBindings(database, tenantId, ids),
    listPasswordBindings(database, tenantId, ids),
    listMemberships(database, tenantId, ids),
    listProfiles(database, tenantId, ids),
  ])
  const ofUser = <Part extends { readonly userId: UserId }>(parts: readonly Part[]) => {
    const byUser = Map.groupBy(parts, ({ userId }) => userId)
    return (id: UserId) => byUser.get(id) ?? []
  }
  const [phonesOf, passwordsOf, corpsOf] = [ofUser(phones), ofUser(passwords), ofUser(memberships)]
  const rows = users.map((user) => {
    const corps = corpsOf(user.id).map(({ corpId }) => corpId)
    const parts = {
      phones: phonesOf(user.id),
      passwords: passwordsOf(user.id),
      corps: corps.filter(isKnown),
      profile: profiles.get(user.id),
    }
    return toRow(user, parts, options)
  })
  return { rows, next: users.length < limit ? undefined : ids.at(-1) }
}

function toRow(
  user: ListedUser,
  { phones, passwords, corps, profile }: Parts,
  { withPasswords }: ExportOptions,
): FileRow {
  const numbers = shownFirst(phones, ({ phone }) => phone === user.phone)
  const shownKey = user.username === null ? undefined : usernameKey(user.username)
  const names = shownFirst(passwords, ({ nameKey }) => nameKey === shownKey)
  return {
    userId: user.id,
    nick: user.nick,
    ...(user.name === null ? {} : { name: user.name }),
    ...(user.email === null ? {} : { email: user.email }),
    ...listed('phone', numbers, ({ phone }) => phone),
    ...listed('phoneLogin', numbers, ({ loginType }) => loginType),
    ...listed('username', names, ({ nameKey }) =>
      nameKey === shownKey ? (user.username ?? nameKey) : nameKey,
    ),
    ...listed('passwordLogin', names, ({ loginType }) => loginType),
    ...(withPasswords ? listed('password', names, ({ stored }) => stored) : {}),
    ...(withPasswords ? listed('over', names, ({ stored }) => parseStoredForm(stored)?.over ?? '') : {}),
    status: user.status,
    corps: [...corps],
    createTime: new Date(user.created_at).toISOString(),
    ...(profile === undefined ? {} : { profile: JSON.stringify(profile) }),
  }
}

/** The one that is shown comes first, so that it is shown again after an import. */
function shownFirst<Item>(items: readonly Item[], isShown: (item: Item) => boolean): Item[] {
  return [...items.filter(isShown), ...items.filter((item) => !isShown(item))]
}

function listed<Item>(column: FileColumn, items: readonly Item[], read: (item: Item) => string): FileRow {
  const values = items.map(read)
  const cell: Cell | undefined = values.length > 1 ? values : values[0]
  return cell === undefined ? {} : { [column]: cell }
}
