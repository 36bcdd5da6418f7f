/** The names and stored passwords of many users at once: for operators and exports. */
import type { SqlBool } from 'kysely'
import type { TenantId, UserId } from '../../base/ids.ts'
import type { QueryDatabase } from '../../storage/query-database.ts'

export type ListedPasswordBinding = {
  readonly userId: UserId
  readonly loginType: string
  /** The folded name: what logins are found by. */
  readonly nameKey: string
  readonly stored: string
  /** When the password was set (epoch ms). */
  readonly changedAt: number
}

export async function listPasswordBindings(
  database: QueryDatabase,
  tenantId: TenantId,
  userIds: readonly UserId[],
): Promise<ListedPasswordBinding[]> {
  if (userIds.length === 0) return []
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('password_bindings')
    .select([
      'user_id as userId',
      'login_type as loginType',
      'username_folded as nameKey',
      'stored',
      'changed_at as changedAt',
    ])
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', [...userIds])
    // Always so. Without it SQLite goes through the bindings of the whole tenant.
    .where('login_type', '>=', '')
    .orderBy('user_id')
    .orderBy('changed_at')
    .orderBy('login_type')
    .execute()
  return rows as ListedPasswordBinding[]
}

/** How many stored forms were made under another process secret than the newest: they need the older one. */
export async function countFormsOfOlderSecrets(
  database: QueryDatabase,
  newestKeyId: string,
): Promise<number> {
  const { sql } = await import('kysely')
  const kysely = await database.kysely()
  const { forms } = await kysely
    .selectFrom('password_bindings')
    .select(sql<number>`count(*)`.as('forms'))
    .where(sql<SqlBool>`stored like '%keyid=%' and stored not like ${`%keyid=${newestKeyId}%`}`)
    .executeTakeFirstOrThrow()
  return Number(forms)
}
