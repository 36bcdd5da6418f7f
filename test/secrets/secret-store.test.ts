import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { systemClock } from '../../src/base/clock.ts'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createSecretStore, type SecretStore } from '../../src/secrets/secret-store.ts'
import { secretMigrations } from '../../src/secrets/tables.ts'
import { type Database, statement, step } from '../../src/storage/database.ts'
import { openTemporaryDatabase } from './open-temporary-database.ts'

const older = 'the older secret, 32 characters and more'
const newer = 'the newer secret, 32 characters and more'
const otherTenant = 'other' as TenantId
const everyRow = statement<[], { name: string; sealed: string; key_id: string; created_at: number }>(
  'test.every-secret',
  'select name, sealed, key_id, created_at from secrets order by tenant_id, name',
)

function storeOn(database: Database, ...secrets: string[]): SecretStore {
  return createSecretStore({ database, keyring: createKeyring(secrets), clock: systemClock })
}

async function openStore(t: TestContext, ...secrets: string[]) {
  const opened = await openTemporaryDatabase(t, secretMigrations)
  return { ...opened, store: storeOn(opened.database, ...secrets) }
}

describe('the secret store', () => {
  test('reads what was written, of this tenant and name only, and replaces it', async (t) => {
    const { store } = await openStore(t, newer)
    await store.write(defaultTenant, 'salt', 'one')
    await store.write(defaultTenant, 'salt', 'two')
    assert.equal(await store.read(defaultTenant, 'salt'), 'two')
    assert.equal(await store.read(otherTenant, 'salt'), undefined)
    assert.equal(await store.read(defaultTenant, 'pepper'), undefined)
  })

  test('removes one secret and leaves the others', async (t) => {
    const { store } = await openStore(t, newer)
    await store.write(defaultTenant, 'salt', 'one')
    await store.write(otherTenant, 'salt', 'two')
    await store.remove(defaultTenant, 'salt')
    assert.equal(await store.read(defaultTenant, 'salt'), undefined)
    assert.equal(await store.read(otherTenant, 'salt'), 'two')
  })

  test('spec 6 O7: the row is encrypted and names its key', async (t) => {
    const { store, database } = await openStore(t, newer)
    await store.write(defaultTenant, 'vendor', 'a vendor secret')
    const [row] = await database.all(everyRow, [])
    assert.equal(row?.key_id, createKeyring([newer]).keyIds[0])
    assert.ok(!JSON.stringify(row).includes('a vendor secret'))
  })

  test('a row that is moved to another name does not open there', async (t) => {
    const { store, database } = await openStore(t, newer)
    await store.write(defaultTenant, 'salt', 'one')
    await store.write(otherTenant, 'salt', 'two')
    const swap = statement<[]>(
      'test.swap',
      `update secrets set sealed = (select sealed from secrets where tenant_id = 'other') where tenant_id = 'default'`,
    )
    await database.commit([step(swap, [])])
    await assert.rejects(store.read(defaultTenant, 'salt'), /default\/salt .*changed outside/)
  })

  test('a secret whose key is not listed throws with the id of the key and is never made anew', async (t) => {
    const { store, connect } = await openStore(t, older)
    await store.write(defaultTenant, 'salt', 'one')
    const stranger = storeOn(connect(), newer)
    const told = new RegExp(`its key ${createKeyring([older]).keyIds[0]} is not in LATCHKEY_SECRET`)
    await assert.rejects(stranger.read(defaultTenant, 'salt'), told)
    await assert.rejects(
      stranger.readOrCreate(defaultTenant, 'salt', () => 'two'),
      told,
    )
    assert.equal(await store.read(defaultTenant, 'salt'), 'one')
  })
})

describe('readOrCreate', () => {
  test('makes a secret once and then answers with it', async (t) => {
    const { store } = await openStore(t, newer)
    assert.equal(await store.readOrCreate(defaultTenant, 'salt', () => 'one'), 'one')
    assert.equal(await store.readOrCreate(defaultTenant, 'salt', () => assert.fail('made twice')), 'one')
  })

  test('concurrent calls over several connections get one value', async (t) => {
    const { database, connect } = await openStore(t, newer)
    const stores = [database, connect(), connect()].map((one) => storeOn(one, newer))
    const calls = Array.from({ length: 30 }, (_, index) =>
      stores[index % 3]?.readOrCreate(defaultTenant, 'salt', async () => `value ${index}`),
    )
    const values = new Set(await Promise.all(calls))
    assert.equal(values.size, 1)
  })

  test('four processes at once get one value', async (t) => {
    const { path, store } = await openStore(t, newer)
    const source = (file: string) => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href)
    const script = `
      import { createKeyring } from ${source('secrets/keyring.ts')}
      import { createSecretStore } from ${source('secrets/secret-store.ts')}
      import { openSqliteDatabase } from ${source('storage/drivers/sqlite-driver.ts')}
      const database = openSqliteDatabase(${JSON.stringify(path)})
      const store = createSecretStore({ database, keyring: createKeyring([${JSON.stringify(newer)}]), clock: Date })
      const value = await store.readOrCreate('default', 'salt', () => String(process.pid))
      await database.close()
      process.stdout.write(value)`
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    const answers = await Promise.all([run(), run(), run(), run()])
    const values = new Set(answers.map(({ stdout }) => stdout))
    assert.deepEqual([...values], [await store.read(defaultTenant, 'salt')])
  })
})

describe('reseal', () => {
  test('encrypts more than a batch anew, after which the older secret is not needed', async (t) => {
    const { store, database } = await openStore(t, older)
    const names = Array.from({ length: 250 }, (_, index) => `secret ${index}`)
    for (const name of names)
      await store.write(name.endsWith('7') ? otherTenant : defaultTenant, name, `value of ${name}`)
    const both = storeOn(database, newer, older)
    await both.write(defaultTenant, 'new', 'already new')
    assert.deepEqual(await both.reseal(), { resealed: 250, unreadable: 0 })
    assert.deepEqual(await both.reseal(), { resealed: 0, unreadable: 0 })
    const after = storeOn(database, newer)
    for (const name of names)
      assert.equal(
        await after.read(name.endsWith('7') ? otherTenant : defaultTenant, name),
        `value of ${name}`,
      )
  })

  test('counts what it cannot read, leaves it as it is and comes to an end', async (t) => {
    const { store, database } = await openStore(t, older)
    for (let index = 0; index < 150; index += 1) await store.write(defaultTenant, `secret ${index}`, 'value')
    const before = await database.all(everyRow, [])
    assert.deepEqual(await storeOn(database, newer).reseal(), { resealed: 0, unreadable: 150 })
    assert.deepEqual(await database.all(everyRow, []), before)
  })

  test('a value that is written while its row is encrypted anew stays', async (t) => {
    const { store, database } = await openStore(t, older)
    await store.write(defaultTenant, 'salt', 'old')
    const both = storeOn(database, newer, older)
    const [, counted] = await Promise.all([both.write(defaultTenant, 'salt', 'new'), both.reseal()])
    assert.equal(counted.resealed, 1, 'the old row was read before the new value was written')
    assert.equal(await both.read(defaultTenant, 'salt'), 'new')
  })
})
