/** A user without any way to log in, as an operator's import makes one. */
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import type { TestApp } from '../support/open-test-app.ts'

export async function addUser(
  { rooms: { users, database, clock } }: Pick<TestApp, 'rooms'>,
  nick: string,
  tenantId: TenantId = defaultTenant,
): Promise<UserId> {
  const row = users.prepare({ nick, loginMethods: 0 }, clock.now())
  await database.commit([users.insert(tenantId, row, 0)])
  return row.id
}
