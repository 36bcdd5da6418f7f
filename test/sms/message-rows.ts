/** The message records of a test app. */
import type { TestApp } from '../support/open-test-app.ts'

/** Every row, oldest first, with what is still gathered. */
export async function messageRows({ rooms }: Pick<TestApp, 'rooms'>) {
  await rooms.messages.flush()
  const rows = await (await rooms.database.kysely())
    .selectFrom('sms_messages')
    .selectAll()
    .orderBy('id')
    .execute()
  return rows.map(({ id: _, ...row }) => row)
}
