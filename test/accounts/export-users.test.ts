/** Exports: everyone is in the file, and the file brings everyone back exactly as they were. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import { writeCsvHeader, writeCsvRows } from '../../src/accounts/csv-file.ts'
import { exportColumns, exportUsers } from '../../src/accounts/export-users.ts'
import { writeJsonLines } from '../../src/accounts/json-lines-file.ts'
import { importText } from './import-file.ts'
import { md5Login, openAccounts, operator, passwordLogin, type TestAccounts } from './open-accounts.ts'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

async function exported(
  { services }: TestAccounts,
  format: 'csv' | 'jsonl',
  withPasswords = true,
): Promise<string> {
  const columns = exportColumns({ withPasswords })
  let text = format === 'csv' ? writeCsvHeader(columns) : ''
  for await (const rows of exportUsers(services, operator, { withPasswords }))
    text += format === 'csv' ? writeCsvRows(columns, rows) : writeJsonLines(columns, rows)
  return text
}

/** Users of every kind, some of them hard on a file. */
async function fill(t: Parameters<typeof importText>[0], { services, admin }: TestAccounts): Promise<void> {
  const password = { username: "=Cmd|' /C calc'!A0", text: 'correct horse battery', loginType: passwordLogin }
  await createUser(
    services,
    { nick: '+1, "quoted"; second part', phone: { number: '13800138000' }, password },
    operator,
  )
  const users = [
    {
      userId: 'u1',
      nick: "'=1",
      name: '张三',
      email: 'a@b.c',
      phone: '13900139000',
      corps: ['acme', 'second'],
      profile: JSON.stringify({ industry: '=1+1, "x"', attr_birthday: '1992-02-29' }),
    },
    { userId: 'u2', phone: '+14155552671', status: 'disabled', corps: [] },
    {
      userId: '-u3',
      nick: '[1]',
      username: ['old name', 'new name'],
      passwordLogin: [md5Login, passwordLogin],
      password: [md5('one'), `$sha256$place=suffix$AAEC$${'ab'.repeat(32)}`],
      over: ['md5', 'text'],
      createTime: 1_234_567_890_123,
    },
  ]
  const text = users.map((user) => JSON.stringify(user)).join('\n')
  const { reasons } = await importText(t, services, text, { format: 'jsonl' })
  assert.deepEqual(reasons, [])
  assert.equal((await admin.find(operator.tenantId, '13900139000')).length, 1)
}

async function deleteAll({ admin }: TestAccounts): Promise<void> {
  for (const { id } of (await admin.list(operator.tenantId, { limit: 500 })).users)
    await admin.remove(id, operator)
}

const tables = ['users', 'phone_bindings', 'password_bindings', 'corp_members', 'user_profiles']

async function contents({ rooms }: TestAccounts) {
  const read = await Promise.all(
    tables.map(async (table) => (await rooms.database.kysely()).selectFrom(table).selectAll().execute()),
  )
  // When a number was bound and a password set is counted from the import.
  const rows = read
    .flat()
    .map(({ bound_at: _b, changed_at: _c, joined_at: _j, ...row }) => JSON.stringify(row))
  return rows.toSorted()
}

describe('exports', () => {
  for (const format of ['csv', 'jsonl'] as const) {
    test(`${format}: what was exported comes back exactly, and logs in`, async (t) => {
      const accounts = await openAccounts(t)
      await fill(t, accounts)
      const before = await contents(accounts)
      const text = await exported(accounts, format)
      accounts.clock.advance(60_000)
      await deleteAll(accounts)
      const { reasons, imported } = await importText(t, accounts.services, text, { format, defaults: {} })
      assert.deepEqual([reasons, imported], [[], 4])
      assert.deepEqual(await contents(accounts), before)
      type Password = { getLoginCode(name: string, password: string): Promise<unknown> }
      const element = accounts.app.getElement<Password>(passwordLogin)
      assert.ok(await element.getLoginCode("=cmd|' /C calc'!A0", 'correct horse battery'))
    })
  }

  test('without passwords no stored form is in it', async (t) => {
    const accounts = await openAccounts(t)
    await fill(t, accounts)
    const forms = await (await accounts.rooms.database.kysely())
      .selectFrom('password_bindings')
      .select('stored')
      .execute()
    assert.equal(forms.length, 3)
    for (const format of ['csv', 'jsonl'] as const) {
      const text = await exported(accounts, format, false)
      for (const { stored } of forms) assert.ok(!text.includes(String(stored)), format)
      assert.doesNotMatch(text, /argon2|"password"|"over"/)
    }
  })

  test('more users than a page: everyone once', async (t) => {
    const accounts = await openAccounts(t)
    const rows = Array.from({ length: 1203 }, (_, i) => `u${i},${13_700_000_000 + i}`)
    await importText(t, accounts.services, `userId,phone\n${rows.join('\n')}\n`)
    const lines = (await exported(accounts, 'jsonl')).trim().split('\n')
    assert.deepEqual(new Set(lines.map((line) => JSON.parse(line).userId)).size, 1203)
    assert.equal(lines.length, 1203)
  })

  test('an export is on record, and whether passwords were in it (L1)', async (t) => {
    const accounts = await openAccounts(t)
    await exported(accounts, 'csv')
    await exported(accounts, 'csv', false)
    const rows = await (await accounts.rooms.database.kysely())
      .selectFrom('audit')
      .selectAll()
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ action, actor, detail }) => [action, actor, detail]),
      [
        ['user.export', 'system', 'with stored passwords'],
        ['user.export', 'system', 'without passwords'],
      ],
    )
  })
})
