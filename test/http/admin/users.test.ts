/** Users below `/api/admin`: search, detail, what is done to them, import and export; and their audit records. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bearer } from '../support/http-app.ts'
import { type AdminApp, openAdminApp } from './support/admin-app.ts'

const files = { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain' } }
const [amy, bob] = ['13800138000', '13900139000']
const password = 'correct horse'

async function opened(t: Parameters<typeof openAdminApp>[0]) {
  const app = await openAdminApp(t, { files })
  const auditor = await app.keyOf('audrey', 'auditor')
  const operator = await app.keyOf('oscar', 'operator')
  const read = async (path: string, headers = operator) => (await app.read(path, headers)).json()
  const make = async (body: object) => (await app.admin('POST', 'users', body, operator)).json()
  const act = (method: 'POST' | 'DELETE', path: string, body: unknown = {}) =>
    app.admin(method, path, body, operator)
  return { app, auditor, operator, read, make, act }
}

const actionsOf = (items: readonly { action: string }[]) => items.map(({ action }) => action)

async function auditOf(app: AdminApp, read: (path: string) => Promise<{ items: never[] }>, query = '') {
  await app.rooms.audit.flush()
  return (await read(`audit${query}`)).items as { action: string; actor: string; result: string }[]
}

describe('GET /api/admin/users', () => {
  test('pages newest first, and finds by number in any form, by digits, name and status', async (t) => {
    const { app, read, make, act } = await opened(t)
    const ids: string[] = []
    for (const [i, phone] of [amy, bob].entries()) {
      app.pass(1)
      ids.unshift((await make({ phone, name: `Name ${i}` })).userId)
    }
    const first = await read('users?limit=1')
    const second = await read(`users?limit=1&after=${first.next}`)
    assert.deepEqual([first.items[0].userId, second.items[0].userId, second.next], [...ids, null])
    const found = async (query: string) =>
      (await read(`users?${query}`)).items.map(({ userId }: { userId: string }) => userId)
    assert.deepEqual(await found(`phone=${encodeURIComponent('+86 138-0013-8000')}`), [ids[1]])
    assert.deepEqual(await found('phone=39001'), [ids[0]])
    assert.deepEqual(await found(`id=${ids[1]}`), [ids[1]])
    assert.deepEqual(await found(`id=${ids[1]}&phone=${amy}`), [ids[1]])
    assert.deepEqual(await found(`id=${ids[0]}&phone=${amy}`), [])
    assert.deepEqual(await found(`id=${String(ids[1]).slice(0, -1)}`), [])
    assert.deepEqual(await found('name=NAME%200'), [ids[1]])
    await act('POST', `users/${ids[0]}/disable`)
    assert.deepEqual(await found('status=disabled'), [ids[0]])
    assert.deepEqual(await found('tenant=other'), [])
    assert.equal((await read('users?after=x')).error, 'API_PARAMS_ERROR')
    assert.equal((await read('users?limit=101')).error, 'API_PARAMS_ERROR')
    assert.deepEqual(app.defects, [])
  })

  test('an auditor sees numbers masked, and cannot guess them digit by digit', async (t) => {
    const { auditor, read, make } = await opened(t)
    const { userId } = await make({ phone: amy })
    const whole = (await read('users')).items[0].phone
    const masked = (await read('users', auditor)).items[0].phone
    assert.deepEqual([whole, masked], ['+8613800138000', '+86138****8000'])
    const detail = await read(`users/${userId}`, auditor)
    assert.equal(detail.phones[0].phone, masked)
    assert.doesNotMatch(JSON.stringify(detail), /13800138000/)
    assert.equal((await read('users?phone=0013', auditor)).error, 'API_PARAMS_ERROR')
    assert.equal((await read(`users?phone=${amy}`, auditor)).items[0].userId, userId)
  })
})

describe('one user below /api/admin', () => {
  test('is shown with bindings, sessions and latest records', async (t) => {
    const { app, read, make } = await opened(t)
    const made = await make({ phone: amy, username: 'amy', password, nick: 'Amy' })
    await app.login(amy)
    await app.rooms.audit.flush()
    const detail = await read(`users/${made.userId}`)
    assert.deepEqual(
      [detail.user.nick, detail.user.username, detail.phones[0].phone, detail.names[0].name],
      ['Amy', 'amy', '+8613800138000', 'amy'],
    )
    assert.equal(detail.sessions.length, 1)
    assert.equal(detail.factor, null)
    assert.deepEqual(actionsOf(detail.events), ['login.sms', 'user.create'])
    assert.equal(detail.events[1].actor, 'admin:key oscar')
    assert.equal((await read('users/nobody')).error, 'USER_AUTH_MISS')
    assert.deepEqual(app.defects, [])
  })

  test('what is made is checked, and a closed or unknown tenant gets nobody', async (t) => {
    const { make } = await opened(t)
    const error = async (body: object) => (await make(body)).error
    assert.equal(await error({}), 'API_PARAMS_ERROR')
    assert.equal(await error({ username: 'amy' }), 'API_PARAMS_ERROR')
    assert.equal(await error({ username: 'amy', password: '1' }), 'PASSWORD_WEAK')
    assert.equal(await error({ phone: '1' }), 'PHONE_INVALID')
    assert.equal(await error({ phone: amy, tenant: 'other' }), 'TENANT_UNKNOWN')
    assert.equal(await error({ phone: amy, stored: 'x' }), 'API_PARAMS_ERROR')
    await make({ phone: amy })
    assert.equal(await error({ phone: amy }), 'PHONE_BOUND')
  })

  test('disable and end-sessions end sessions at once; enable, unlock and removal do what they say', async (t) => {
    const { app, read, make, act } = await opened(t)
    const { userId } = await make({ phone: amy })
    const lives = async (token: string) =>
      (await app.get('/api/v1/session', bearer(token))).statusCode === 200
    const first = await app.login(amy)
    assert.equal((await act('POST', `users/${userId}/end-sessions`)).statusCode, 204)
    assert.equal(await lives(first), false)
    const second = await app.login(amy)
    await act('POST', `users/${userId}/disable`)
    assert.equal(await lives(second), false)
    await act('POST', `users/${userId}/enable`)
    assert.equal(await lives(await app.login(amy)), true)
    assert.equal((await act('POST', `users/${userId}/unlock`)).statusCode, 204)
    assert.equal((await act('POST', `users/${userId}/remove-factor`)).json().error, 'FACTOR_MISSING')
    assert.equal((await act('DELETE', `users/${userId}`)).statusCode, 204)
    for (const path of ['disable', 'enable', 'end-sessions'])
      assert.equal((await act('POST', `users/${userId}/${path}`)).json().error, 'USER_AUTH_MISS', path)
    const records = await auditOf(app, read, '?actor=admin:key%20oscar')
    assert.deepEqual(actionsOf(records), [
      'user.delete',
      'user.unlock',
      'user.enable',
      'user.disable',
      'user.end-sessions',
      'user.create',
    ])
    assert.deepEqual(app.defects, [])
  })
})

describe('files of users below /api/admin', () => {
  test('rows are imported each for itself; a trial rejects the same and changes nothing', async (t) => {
    const { app, read, operator } = await opened(t)
    const rows = [
      { phone: amy, nick: 'Amy' },
      { phone: '123' },
      { phone: amy },
      { phone: bob, colour: 'red' },
      { phone: bob, profile: { team: 'x' } },
    ]
    const send = async (dryRun: boolean) =>
      (await app.admin('POST', 'users/import', { rows, dryRun }, operator)).json()
    const rejectedOf = ({ rejected }: { rejected: { row: number; error: string }[] }) =>
      rejected.map(({ row, error }) => [row, error])
    const tried = await send(true)
    assert.equal((await read('users')).items.length, 0)
    const done = await send(false)
    assert.deepEqual(rejectedOf(tried), rejectedOf(done))
    assert.deepEqual(rejectedOf(done).slice(0, 3), [
      [1, 'PHONE_INVALID'],
      [2, 'PHONE_BOUND'],
      [3, 'API_PARAMS_ERROR'],
    ])
    assert.equal(done.imported, 5 - done.rejected.length)
    assert.equal((await send(false)).imported, 0)
    assert.deepEqual(app.defects, [])
  })

  test('the export pages by id, holds no stored password, and each page is on record', async (t) => {
    const { app, read, make, auditor } = await opened(t)
    await make({ phone: amy, username: 'amy', password })
    await make({ phone: bob })
    const first = await read('users/export?limit=1')
    const second = await read(`users/export?limit=1&after=${first.next}`)
    assert.deepEqual([first.items[0].phone, second.items[0].phone].toSorted(), [
      '+8613800138000',
      '+8613900139000',
    ])
    assert.ok([first, second].every(({ items }) => !('password' in items[0])))
    assert.equal((await read('users/export', auditor)).error, 'FORBIDDEN')
    const records = await auditOf(app, read, '?action=user.export')
    assert.equal(records.length, 2)
    assert.deepEqual(app.defects, [])
  })
})

describe('GET /api/admin/audit', () => {
  test('filters by action, its beginning, result, user and time, and pages', async (t) => {
    const { app, read, make } = await opened(t)
    const { userId } = await make({ phone: amy, username: 'amy', password })
    const before = app.now()
    app.pass(60)
    await app.sdk('login', { user_name: 'amy', password: 'wrong horse' })
    app.pass(1)
    await app.sdk('login', { user_name: 'amy', password })
    const of = async (query: string) =>
      (await auditOf(app, read, `?${query}`)).map(({ action, result }) => `${action} ${result}`)
    assert.deepEqual(await of(`user=${userId}&from=${before + 1}`), [
      'login.password success',
      'password.check PASSWORD_ERROR',
    ])
    assert.deepEqual(await of('action=login.'), ['login.password success'])
    assert.deepEqual(await of('action=login'), [])
    assert.deepEqual(await of(`user=${userId}&result=!success`), ['password.check PASSWORD_ERROR'])
    assert.deepEqual(await of(`user=${userId}&to=${before + 1}`), ['user.create success'])
    assert.deepEqual(await of('tenant=other'), [])
    const pages: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { items: { id: string }[]; next: string | null } = await read(
        `audit?limit=2${next === '' ? '' : `&after=${next}`}`,
      )
      pages.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    const all = (await read('audit?limit=100')).items.map(({ id }: { id: string }) => id)
    assert.ok(all.length > 4)
    assert.deepEqual(pages, all)
    assert.equal((await read('audit?after=bm8')).error, 'API_PARAMS_ERROR')
    assert.deepEqual(app.defects, [])
  })

  test('a page looks at ten thousand records at most, and says where it goes on', async (t) => {
    const { app, read, make } = await opened(t)
    const { userId } = await make({ phone: amy })
    const { database } = app.rooms
    await database.change(
      {
        name: 'test.noise',
        sql: `with recursive n (i) as (select 1 union all select i + 1 from n where i < 10050)
          insert into audit (tenant_id, at, action, result, actor) select 'default', cast(? as bigint), 'noise', 'success', 'system' from n`,
      },
      [app.now() + 1],
    )
    const first = await read('audit?action=user.create')
    assert.deepEqual(first.items, [])
    const second = await read(`audit?action=user.create&after=${first.next}`)
    assert.deepEqual([second.items[0].userId, second.next], [userId, null])
    assert.equal((await read(`audit?user=${userId}`)).items.length, 1)
  })
})
