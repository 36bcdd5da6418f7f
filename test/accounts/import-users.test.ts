/** Imports: what becomes of each row, and that a row is in or out, never half in and never twice. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { hashSync } from '@node-rs/bcrypt'
import { createUser } from '../../src/accounts/create-user.ts'
import type { UserId } from '../../src/base/ids.ts'
import { refusal } from '../support/refusals.ts'
import { fileOf, importFile, importText, tryFile } from './import-file.ts'
import { md5Login, openAccounts, operator, passwordLogin, type TestAccounts } from './open-accounts.ts'

const tenant = operator.tenantId
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const bcrypt = hashSync('horse battery staple', { cost: 4 })

type Password = { getLoginCode(name: string, password: string): Promise<{ userId: string }> }

const userRows = async ({ rooms }: TestAccounts) =>
  (await rooms.database.kysely()).selectFrom('users').selectAll().orderBy('id').execute()

describe('rows that are imported', () => {
  test('every column arrives; what is left out takes its default', async (t) => {
    const accounts = await openAccounts(t)
    const text = `userId,nick,name,email,phone,username,password,status,corps,createTime
u1,Al,Alice A,al@example.com,+86 138 0013 8000,Alice,${md5('horse battery')},disabled,second,2020-01-02T03:04:05Z
,,,,13900139000,,,,,
`
    const { imported, rejected, reasons } = await importText(t, accounts.services, text)
    assert.deepEqual([imported, rejected], [2, 0], reasons.join())
    const { user, phones, names, corps } = await accounts.admin.show(tenant, 'u1' as UserId)
    assert.deepEqual(
      [user.nick, user.name, user.email, user.phone, user.username, user.status, user.created_at],
      [
        'Al',
        'Alice A',
        'al@example.com',
        '+8613800138000',
        'Alice',
        'disabled',
        Date.UTC(2020, 0, 2, 3, 4, 5),
      ],
    )
    assert.deepEqual(
      [phones[0]?.phone, names[0]?.name, corps, user.login_methods],
      ['+8613800138000', 'alice', ['second'], 2],
    )
    const [other] = await accounts.admin.find(tenant, '13900139000')
    assert.ok(other)
    assert.match(other.id, /^[A-Za-z0-9]{20}$/)
    assert.deepEqual(
      [other.nick, other.status, other.created_at],
      ['139****9000', 'active', accounts.clock.now()],
    )
    assert.deepEqual(
      (await accounts.admin.show(tenant, other.id)).corps,
      [],
      'an empty cell of corps is no organisation',
    )
  })

  test('without a column corps everyone joins what newcomers join', async (t) => {
    const accounts = await openAccounts(t)
    await importText(t, accounts.services, 'userId,phone\nu1,13800138000\n')
    assert.deepEqual((await accounts.admin.show(tenant, 'u1' as UserId)).corps, ['acme'])
  })

  test('spec 3 rule 3: old stored forms log in after the import', async (t) => {
    const accounts = await openAccounts(t)
    const sha = createHash('sha256').update(`pepper${'horse battery'}`).digest('hex')
    const text = `username,password,over
plain,${md5('horse battery')},
salted,$sha256$place=prefix$${Buffer.from('pepper').toString('base64')}$${sha},text
slow,${bcrypt},text
`
    const { reasons } = await importText(t, accounts.services, text)
    assert.deepEqual(reasons, [])
    const element = accounts.app.getElement<Password>(passwordLogin)
    for (const name of ['plain', 'salted']) assert.ok(await element.getLoginCode(name, 'horse battery'), name)
    assert.ok(await element.getLoginCode('slow', 'horse battery staple'))
    await assert.rejects(element.getLoginCode('slow', 'horse battery'), refusal('PASSWORD_ERROR'))
  })

  test('spec 3 rule 3: tells how many an md5 element cannot log in yet', async (t) => {
    const { services } = await openAccounts(t)
    const text = `username,passwordLogin,password,over
ann,${md5Login},${bcrypt},text
bob,${md5Login},${bcrypt},md5
cid,${md5Login},${md5('x')},
dan,${passwordLogin},${bcrypt},text
`
    const { imported, needsText } = await importText(t, services, text)
    assert.deepEqual([imported, needsText], [4, 1])
  })

  test('JSON lines: the same columns, lists for users with several logins', async (t) => {
    const accounts = await openAccounts(t)
    const user = {
      userId: 'u1',
      phone: 13800138000,
      username: ['ann', 'ann.old'],
      passwordLogin: [passwordLogin, md5Login],
      password: [md5('horse battery'), md5('other horse')],
      corps: ['acme', 'second'],
      email: null,
    }
    const { reasons } = await importText(t, accounts.services, `\uFEFF${JSON.stringify(user)}\n\n`, {
      format: 'jsonl',
    })
    assert.deepEqual(reasons, [])
    const { names, corps, user: row } = await accounts.admin.show(tenant, 'u1' as UserId)
    assert.deepEqual(names.map(({ name, loginType }) => [name, loginType]).toSorted(), [
      ['ann', passwordLogin],
      ['ann.old', md5Login],
    ])
    assert.deepEqual([corps, row.login_methods, row.username], [['acme', 'second'], 3, 'ann'])
  })

  test('each imported user is on record with the masked number (L1)', async (t) => {
    const { services, rooms } = await openAccounts(t)
    await importText(t, services, 'userId,phone\nu1,13800138000\n')
    const [row] = await (await rooms.database.kysely()).selectFrom('audit').selectAll().execute()
    assert.deepEqual(
      [row?.action, row?.actor, row?.user_id, row?.subject],
      ['user.import', 'system', 'u1', '+86138****8000'],
    )
  })
})

describe('rows that are rejected', () => {
  const wrong: readonly (readonly [reason: RegExp, row: string])[] = [
    [/PHONE_INVALID/, 'x1,13800,,,,,'],
    [/PHONE_COUNTRY_NOT_ALLOWED/, 'x2,+819012345678,,,,,'],
    [/phone is empty, and so is username/, 'x3,,,,,,'],
    [/PHONE_BOUND/, 'x4,13800138000,,,,,'],
    [/USERNAME_TAKEN/, `x5,,TAKEN,${md5('x')},,,`],
    [/USERNAME_INVALID/, `x6,,13900139000,${md5('x')},,,`],
    [/userId is taken/, 'u1,13900139001,,,,,'],
    [/userId holds characters/, 'a b,13900139002,,,,,'],
    [/password is empty/, 'x7,,seven,,,,'],
    [/password is no stored form/, 'x8,,eight,secret word,,,'],
    [/over is empty/, `x9,,nine,${bcrypt},,,`],
    [/over has to be/, `x10,,ten,${bcrypt},both,,`],
    [/status has to be/, 'x11,13900139003,,,,gone,'],
    [/createTime is neither/, 'x12,13900139004,,,,,yesterday'],
    [/createTime is in the future/, 'x13,13900139005,,,,,2999-01-01'],
    [/row has 2 cells where the header has 7/, 'x14,13900139006'],
    [/row has 8 cells/, 'x15,13900139007,,,,,,extra'],
  ]

  test('each for its own reason, without its neighbours, and nothing of it stays', async (t) => {
    const accounts = await openAccounts(t)
    const rows = wrong.flatMap(([, row], i) => [row, `ok${i},${13_700_137_000 + i},,,,,`])
    const text = `userId,phone,username,password,over,status,createTime
u1,13800138000,taken,${md5('x')},,,
${rows.join('\n')}
`
    const { imported, rejected, reasons, rejects } = await importText(t, accounts.services, text)
    assert.equal(imported, wrong.length + 1, reasons.join('\n'))
    assert.equal(rejected, wrong.length)
    for (const [i, [reason]] of wrong.entries()) {
      assert.match(reasons[i] ?? '', reason)
      assert.match(reasons[i] ?? '', new RegExp(`^${3 + 2 * i}:`), 'the line of the row')
    }
    assert.ok(!reasons.join().includes('secret word'), 'never a value')
    const ids = (await userRows(accounts)).map(({ id }) => String(id))
    assert.deepEqual(ids, ['u1', ...wrong.map((_, i) => `ok${i}`)].toSorted())
    for (const table of ['phone_bindings', 'password_bindings', 'corp_members']) {
      const owners = await (await accounts.rooms.database.kysely())
        .selectFrom(table)
        .select('user_id')
        .execute()
      assert.ok(
        owners.every(({ user_id }) => ids.includes(String(user_id))),
        `${table} has rows of a rejected user`,
      )
    }
    assert.equal(rejects.split('\n').length, wrong.length + 2, 'a header and a row for each')
  })

  test('a mended file of rejects can be imported', async (t) => {
    const { services } = await openAccounts(t)
    const first = await importText(t, services, `nick,phone\n"a, ""b""",138\n=1,13800138000\n`)
    assert.equal(first.rejected, 1)
    const second = await importText(t, services, first.rejects.replace('138', '13900139000'))
    assert.deepEqual([second.imported, second.rejected], [1, 0], second.reasons.join())
    const { users } = await services.userList.page(tenant, { filter: { phone: '13900139000' }, limit: 1 })
    assert.equal(users[0]?.nick, 'a, "b"')
  })

  test('spec 3 rule 3: a form whose salt is not here, by the name of the salt', async (t) => {
    const there = await openAccounts(t)
    const here = await openAccounts(t)
    const password = { username: 'alice', text: 'correct horse battery', loginType: passwordLogin }
    await createUser(there.services, { password }, operator)
    const account = await there.services.passwordBindings.findByName(tenant, 'alice', undefined)
    const stored = account?.stored ?? ''
    const saltId = /saltid=(\w+)/.exec(stored)?.[1]
    const { rejected, reasons } = await importText(t, here.services, `username,password\nalice,"${stored}"\n`)
    assert.equal(rejected, 1)
    assert.match(reasons[0] ?? '', new RegExp(`salt ${saltId}, which is not here`))
    assert.ok(!reasons.join().includes(stored.slice(-20)))
  })

  test('JSON lines: no object, unknown keys, wrong kinds of values, lines without end', async (t) => {
    const { services } = await openAccounts(t)
    const lines = [
      'nonsense',
      '[1]',
      '{"phone":"13800138000","__proto__":1}',
      '{"phone":{"a":1}}',
      '{"nick":true}',
      'x'.repeat(70_000),
    ]
    const good = '{"phone":"13800138000"}'
    const { imported, reasons } = await importText(t, services, [...lines, good].join('\n'), {
      format: 'jsonl',
    })
    assert.equal(imported, 1)
    assert.deepEqual(
      reasons.map((reason) => reason.split(':')[0]),
      ['1', '2', '3', '4', '5', '6'],
    )
  })
})

describe('files that are refused as a whole', () => {
  const header = 'userId,phone\n'
  const wrong: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['is empty', '', /header is missing/],
    ['has unknown columns', 'userId,fone\n', /unknown columns: fone/],
    ['names a column twice', 'phone,phone\n', /twice/],
    ['has a misplaced quote', `${header}u1,13800138000\nu2,"139"x\n`, /line 3 a quote is misplaced/],
    [
      'has a quote that is never closed',
      `${header}u1,13800138000\nu2,"139\n`,
      /quote is misplaced or not closed/,
    ],
    ['is not UTF-8', Buffer.from(`${header}u1,13800138000\n`, 'utf16le'), /not UTF-8/],
  ]
  for (const [what, text, reason] of wrong) {
    test(`one that ${what}: nothing of it is imported`, async (t) => {
      const { services } = await openAccounts(t)
      await assert.rejects(importText(t, services, text), (error: Error & { details?: object }) => {
        const told = Object.entries((error.details as { arguments: Record<string, string> }).arguments)
        assert.match(told.map(([name, fault]) => `${name} ${fault}`).join(), reason)
        return true
      })
      assert.equal(await services.userList.count(tenant), 0)
    })
  }
})

describe('imports that are interrupted', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => `u${i},${i % 10 === 0 ? '138' : 13_700_000_000 + i}`)
  const text = `userId,phone\n${rows.join('\n')}\n`

  test('a stopped one goes on behind the last row, imports nothing twice and tells no row twice', async (t) => {
    const { services } = await openAccounts(t)
    const file = await fileOf(t, text)
    const controller = new AbortController()
    const onProgress = () => controller.abort()
    const first = await importFile(services, file, { signal: controller.signal, onProgress })
    assert.equal(first.state, 'stopped')
    assert.ok(first.rows > 0 && first.rows < 1000, String(first.rows))
    const second = await importFile(services, file)
    assert.deepEqual([second.state, second.before], ['done', first.rows])
    assert.deepEqual([second.rows, second.imported, second.rejected], [1000, 900, 100])
    assert.equal(first.reasons.length + second.reasons.length, 100)
    assert.equal(await services.userList.count(tenant), 900)
  })

  test('rows of a batch that died halfway count as imported, not as rejected', async (t) => {
    const { services, rooms } = await openAccounts(t)
    const file = await fileOf(t, text)
    const controller = new AbortController()
    await importFile(services, file, { signal: controller.signal, onProgress: () => controller.abort() })
    // What a process leaves that dies between the users of a batch and the end of the batch.
    const kysely = await rooms.database.kysely()
    const { rows_done } = await kysely
      .selectFrom('user_imports')
      .select('rows_done')
      .executeTakeFirstOrThrow()
    await kysely.updateTable('user_imports').set({ rows_done: 0, imported: 0, rejected: 0 }).execute()
    const done = rows.slice(0, Number(rows_done)).flatMap((row, i) => (row.endsWith(',138') ? [] : [i]))
    const { file_id } = await kysely.selectFrom('user_imports').select('file_id').executeTakeFirstOrThrow()
    for (const row_number of done)
      await kysely.insertInto('user_import_rows').values({ tenant_id: tenant, file_id, row_number }).execute()
    const again = await importFile(services, file)
    assert.deepEqual([again.imported, again.rejected], [900, 100], again.reasons[0])
    assert.equal(await services.userList.count(tenant), 900)
    assert.deepEqual(
      await kysely.selectFrom('user_import_rows').selectAll().execute(),
      [],
      'nothing is kept of it',
    )
  })

  test('a file that is through is not imported again, whatever it is called', async (t) => {
    const accounts = await openAccounts(t)
    await importText(t, accounts.services, 'userId,phone\nu1,13800138000\n')
    await accounts.admin.remove('u1' as UserId, operator)
    const again = await importText(t, accounts.services, 'userId,phone\nu1,13800138000\n')
    assert.equal(again.state, 'done-before')
    assert.equal(await accounts.services.userList.count(tenant), 0)
  })

  test('of two at once on one file each row is imported once', async (t) => {
    const { services } = await openAccounts(t)
    const file = await fileOf(t, text)
    const ends = await Promise.allSettled([importFile(services, file), importFile(services, file)])
    assert.ok(
      ends.some(({ status }) => status === 'rejected'),
      'one of them is told that another is at work',
    )
    const last = await importFile(services, file)
    assert.deepEqual([last.imported, last.rejected], [900, 100])
    assert.equal(await services.userList.count(tenant), 900)
  })
})

describe('trial imports', () => {
  test('reject what an import rejects, duplicates within the file included, and change nothing', async (t) => {
    const accounts = await openAccounts(t)
    const text = `userId,phone,username,password
u1,13800138000,,
u2,13800138000,,
u1,13900139000,,
u3,,ann,${md5('x')}
u4,,ANN,${md5('x')}
u5,138,,
`
    const file = await fileOf(t, text)
    const trial = await tryFile(accounts.services, file)
    const tables = [
      'users',
      'phone_bindings',
      'password_bindings',
      'corp_members',
      'audit',
      'user_imports',
      'user_import_rows',
    ]
    for (const table of tables)
      assert.deepEqual(
        await (await accounts.rooms.database.kysely()).selectFrom(table).selectAll().execute(),
        [],
        table,
      )
    const real = await importFile(accounts.services, file)
    assert.deepEqual(trial.reasons, real.reasons)
    assert.deepEqual([trial.imported, trial.rejected], [real.imported, real.rejected])
    assert.deepEqual([real.imported, real.rejected], [2, 4])
  })
})
