/**
 * A whole app whose durable data lie in PostgreSQL. With LATCHKEY_TEST_STORE=postgres every other test of an app runs
 * on it too; this is what is always asked.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import { exportUsers } from '../../src/accounts/export-users.ts'
import { openWholeApp } from '../../src/app/open-app.ts'
import { migrations, StoreFault } from '../../src/app/stores.ts'
import type { SettingFaults } from '../../src/config/load-settings.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { pendingMigrations } from '../../src/storage/migrate.ts'
import { importText } from '../accounts/import-file.ts'
import { openAccounts, operator, passwordLogin } from '../accounts/open-accounts.ts'
import { bobsPhone, isAlive, logIn, readyToChange, signUp } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { createTestDatabase, onPostgres, untilSomeWait } from '../support/postgres-server.ts'
import { refusal } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function emptyDatabase(t: TestContext): Promise<string> {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return url
}

function journeys(): void {
  test('the first start makes the schema, the second finds nothing to do', async (t) => {
    const databaseUrl = await emptyDatabase(t)
    const database = openPostgresDatabase(databaseUrl)
    t.after(() => database.close())
    assert.equal((await pendingMigrations(database, migrations)).length, migrations.length)
    const { close, data } = await openTestApp(t, { databaseUrl })
    assert.deepEqual(await pendingMigrations(database, migrations), [])
    assert.equal(existsSync(join(data, 'latchkey.sqlite')), false)
    await close()
    await (await openTestApp(t, { databaseUrl })).close()
  })

  test('a number: registered, logged in again, changed; its sessions are seen by another process', async (t) => {
    const databaseUrl = await emptyDatabase(t)
    const first = await openTestApp(t, { databaseUrl })
    const amy = await signUp(first)
    const again = await logIn(first)
    assert.equal(again.userId, amy.userId)
    const second = await openTestApp(t, { databaseUrl, data: first.data, clock: first.clock })
    assert.deepEqual([await isAlive(second, amy), await isAlive(second, again)], [true, true])
    const { ticket, code } = await readyToChange(first, again)
    await again.phone.updatePhone(again.userId, ticket, bobsPhone, code)
    assert.deepEqual([await isAlive(second, amy), await isAlive(second, again)], [false, true])
    assert.equal((await logIn(second, bobsPhone)).userId, amy.userId)
    await assert.rejects(
      again.phone.updatePhone(again.userId, ticket, bobsPhone, code),
      refusal('TICKET_INVALID'),
    )
    await second.close()
    await first.close()
  })

  test('a name and password; users are listed, found, disabled, exported and imported', async (t) => {
    const accounts = await openAccounts(t, { databaseUrl: await emptyDatabase(t) })
    const { services, admin, app } = accounts
    const password = { username: 'amy', text: 'correct horse battery', loginType: passwordLogin }
    const { id: userId } = await createUser(services, { nick: 'Amy', password }, operator)
    const login = app
      .with({ caller: { kind: 'anonymous' } })
      .getElement<{ getLoginCode(name: string, text: string): Promise<{ loginCode: string }> }>(passwordLogin)
    const { loginCode } = await login.getLoginCode('amy', 'correct horse battery')
    assert.ok(loginCode)
    await assert.rejects(login.getLoginCode('amy', 'wrong horse battery'), refusal('PASSWORD_ERROR'))
    const found = await admin.list(operator.tenantId, { limit: 10, name: 'AM' })
    assert.deepEqual(
      found.users.map(({ id }) => id),
      [userId],
    )
    const rows = []
    for await (const batch of exportUsers(services, operator, { withPasswords: true })) rows.push(...batch)
    assert.equal(rows.length, 1)
    await admin.remove(userId, operator)
    const text = rows.map((row) => JSON.stringify(row)).join('\n')
    assert.deepEqual((await importText(t, services, text, { format: 'jsonl' })).reasons, [])
    assert.ok((await login.getLoginCode('amy', 'correct horse battery')).loginCode)
    await admin.disable(userId, operator)
    await assert.rejects(login.getLoginCode('amy', 'correct horse battery'), refusal('USER_DISABLED'))
    await accounts.close()
  })

  test('a user who is deleted while a login remembers a device leaves nothing behind', async (t) => {
    const databaseUrl = await emptyDatabase(t)
    const { services, admin, rooms, close } = await openAccounts(t, { databaseUrl })
    const { id } = await createUser(services, { nick: 'Amy', phone: { number: '13800138000' } }, operator)
    let removed: Promise<unknown> | undefined
    const kysely = await rooms.database.kysely()
    await kysely.transaction().execute(async (login) => {
      await login.updateTable('users').set({ last_login_at: 1 }).execute()
      const device = { tenant_id: operator.tenantId, user_id: id, device: 'dt:one', first_at: 1 }
      await login.insertInto('known_devices').values(device).execute()
      removed = admin.remove(id, operator)
      await untilSomeWait(databaseUrl)
    })
    await removed
    assert.deepEqual(await kysely.selectFrom('known_devices').selectAll().execute(), [])
    await close()
  })

  test('without LATCHKEY_SECRET it does not start, and makes none', async (t) => {
    const { folder } = await openTestApp(t)
    const data = temporaryFolder(t)
    const options = { data, databaseUrl: await emptyDatabase(t), environment: {} }
    await assert.rejects(openWholeApp(folder, options), (error) => {
      assert.match((error as SettingFaults).faults.join(), /^LATCHKEY_SECRET: must be set/)
      return true
    })
    assert.equal(existsSync(join(data, 'secret')), false)
  })

  test('a server that is not there stops the start; the password is not told', async (t) => {
    const databaseUrl = 'postgres://someone:hunter2@127.0.0.1:1/none?sslmode=disable'
    await assert.rejects(openTestApp(t, { databaseUrl }), (error) => {
      assert.ok(error instanceof StoreFault)
      assert.equal(error.message, 'postgres://127.0.0.1:1/none: connect ECONNREFUSED 127.0.0.1:1')
      return true
    })
  })
}

await onPostgres(1, () => describe('an app on PostgreSQL', journeys))
