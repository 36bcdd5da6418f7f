/** Links, the authenticator app, sessions and keys of administrators (spec 6, L2, A50, A56; issue of the console). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { publicUrl } from '../support/http-app.ts'
import { cookieOf, openAdminApp } from './support/admin-app.ts'

describe('the first administrator', () => {
  test('is made by a link, with a password and an authenticator app, and is in at once', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('Ann', 'owner')
    assert.equal(ann.recoveryCodes.length, 10)
    const me = (await app.read('me', ann.headers)).json()
    assert.deepEqual([me.name, me.role, me.title], ['ann', 'owner', 'Acme'])
  })

  test('a link is good once and for an hour; a new one of the same maker makes it void', async (t) => {
    const app = await openAdminApp(t)
    const { invites } = app.rooms.administrators
    const enrol = async (token: string, name = 'bob') => {
      const answer = await app.admin('POST', 'invite/enrol', { token, name, password: app.password }, {})
      return answer.json().error ?? 'open'
    }
    const first = await invites.make('owner', 'first start')
    const second = await invites.make('owner', 'first start')
    assert.deepEqual([await enrol(first), await enrol(second)], ['TICKET_INVALID', 'open'])
    app.pass(3601)
    assert.equal(await enrol(second), 'TICKET_INVALID')
    const third = await invites.make('owner', 'first start')
    const { secret } = (
      await app.admin('POST', 'invite/enrol', { token: third, name: 'bob', password: app.password }, {})
    ).json()
    const confirm = async () =>
      app.admin('POST', 'invite/confirm', { token: third, code: await app.codeFor(secret) }, {})
    assert.equal((await confirm()).statusCode, 200)
    assert.equal((await confirm()).json().error, 'TICKET_INVALID')
    assert.equal(await enrol(third, 'eve'), 'TICKET_INVALID')
  })

  test('two who confirm one link at once: one administrator', async (t) => {
    const app = await openAdminApp(t)
    const token = await app.rooms.administrators.invites.make('owner', 'first start')
    const body = { token, name: 'ann', password: app.password }
    const { secret } = (await app.admin('POST', 'invite/enrol', body, {})).json()
    const code = await app.codeFor(secret)
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.admin('POST', 'invite/confirm', { token, code }, {})),
    )
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [200, 400, 400])
    assert.equal((await app.rooms.administrators.admins.list()).length, 1)
  })

  test('short and common passwords, and names that are taken or odd, are refused', async (t) => {
    const app = await openAdminApp(t)
    await app.join('ann', 'owner')
    const token = await app.rooms.administrators.invites.make('operator', 'ann')
    const refusal = async (name: string, password: string) =>
      (await app.admin('POST', 'invite/enrol', { token, name, password }, {})).json().error
    assert.equal(await refusal('bob', 'short'), 'PASSWORD_WEAK')
    assert.equal(await refusal('bob', 'passwordpassword'), 'PASSWORD_WEAK')
    assert.equal(await refusal('ANN', app.password), 'USERNAME_TAKEN')
    assert.equal(await refusal('<b>', app.password), 'USERNAME_INVALID')
  })
})

describe('POST /api/admin/login', () => {
  test('takes name, password and code together, and tells of none alone whether it is right', async (t) => {
    const app = await openAdminApp(t)
    const { secret } = await app.join('ann', 'owner')
    app.pass(60)
    const login = async (body: object) => app.admin('POST', 'login', { name: 'ann', ...body }, {})
    const code = await app.codeFor(secret)
    for (const body of [
      { password: 'wrong wrong wrong', code },
      { password: app.password, code: '000000' },
      { name: 'nobody', password: app.password, code },
    ])
      assert.equal((await login(body)).json().error, 'CREDENTIALS_WRONG')
    const entered = await login({ name: 'Ann', password: app.password, code })
    assert.equal(entered.statusCode, 200)
    assert.match(
      String(entered.headers['set-cookie']),
      /^latchkey-admin=\w{32}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    assert.equal((await login({ password: app.password, code })).json().error, 'CREDENTIALS_WRONG')
  })

  test('a recovery code is good once', async (t) => {
    const app = await openAdminApp(t)
    const { recoveryCodes } = await app.join('ann', 'owner')
    const body = { name: 'ann', password: app.password, code: recoveryCodes[0] }
    assert.equal((await app.admin('POST', 'login', body, {})).statusCode, 200)
    assert.equal((await app.admin('POST', 'login', body, {})).json().error, 'CREDENTIALS_WRONG')
  })

  test('guesses cost time where they come from, and keep nobody out elsewhere', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('ann', 'owner')
    app.pass(60)
    const guess = (name: string) =>
      app.admin('POST', 'login', { name, password: 'wrong wrong wrong', code: '000000' }, {})
    const errors: string[] = []
    for (let i = 0; i < 6; i++) errors.push((await guess(`name${i}`)).json().error)
    assert.deepEqual(errors.slice(4), ['CREDENTIALS_WRONG', 'RATE_LIMITED'])
    const { headers } = await guess('ann')
    assert.equal(headers['retry-after'], '30')
    const elsewhere = await app.ask({
      method: 'POST',
      url: '/api/admin/login',
      remoteAddress: '203.0.113.9',
      headers: { origin: publicUrl },
      payload: { name: 'ann', password: app.password, code: await app.codeFor(ann.secret) },
    })
    assert.equal(elsewhere.statusCode, 200)
  })

  test('only a page of the server gets in: no cookie is set for another', async (t) => {
    const app = await openAdminApp(t)
    const { secret } = await app.join('ann', 'owner')
    app.pass(60)
    const body = { name: 'ann', password: app.password, code: await app.codeFor(secret) }
    for (const origin of ['https://evil.example', 'null', ''])
      assert.equal((await app.admin('POST', 'login', body, { origin })).json().error, 'FORBIDDEN')
  })
})

describe('the session of an administrator', () => {
  test('idles out after 30 minutes and ends after 12 hours', async (t) => {
    const app = await openAdminApp(t)
    const { headers } = await app.join('ann', 'owner')
    const status = async () => (await app.read('me', headers)).statusCode
    for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
      app.pass(25 * 60)
      assert.equal(await status(), 200)
    }
    app.pass(25 * 60)
    assert.equal(await status(), 401)
    const again = await app.join('bob', 'owner')
    app.pass(1801)
    assert.equal((await app.read('me', again.headers)).statusCode, 401)
  })

  test('counts only for what a page of the server asks, and is over after a logout', async (t) => {
    const app = await openAdminApp(t)
    const { headers } = await app.join('ann', 'owner')
    for (const site of ['cross-site', 'same-site', 'none'])
      assert.equal((await app.read('me', { ...headers, 'sec-fetch-site': site })).statusCode, 401)
    const foreign = await app.admin(
      'POST',
      'admins',
      { role: 'owner' },
      { ...headers, origin: 'https://evil.example' },
    )
    assert.equal(foreign.statusCode, 401)
    const out = await app.admin('POST', 'logout', undefined, headers)
    assert.equal(out.statusCode, 204)
    assert.match(String(out.headers['set-cookie']), /latchkey-admin=; Max-Age=0/)
    assert.equal((await app.read('me', headers)).statusCode, 401)
  })

  test('is another cookie than that of a user, whose session opens nothing here', async (t) => {
    const app = await openAdminApp(t)
    const token = await app.login('13800138000')
    for (const cookie of [`latchkey=${token}`, `latchkey-admin=${token}`])
      assert.equal((await app.read('me', { cookie })).statusCode, 401)
    assert.equal((await app.read('me', { authorization: `Bearer ${token}` })).statusCode, 401)
  })
})

describe('administrators and keys', () => {
  test('the last owner stays; who is removed is out at once', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('ann', 'owner')
    const bob = await app.join('bob', 'operator')
    const change = (id: string, role: string) => app.admin('PUT', `admins/${id}`, { role }, ann.headers)
    assert.equal((await change(ann.id, 'auditor')).json().error, 'FORBIDDEN')
    assert.equal((await app.admin('DELETE', `admins/${ann.id}`, undefined, ann.headers)).statusCode, 403)
    assert.equal((await change(bob.id, 'owner')).statusCode, 204)
    assert.equal((await app.admin('DELETE', `admins/${bob.id}`, undefined, ann.headers)).statusCode, 204)
    assert.equal((await app.read('me', bob.headers)).statusCode, 401)
    const { admins } = (await app.read('admins', ann.headers)).json()
    assert.deepEqual(
      admins.map(({ name }: { name: string }) => name),
      ['ann'],
    )
  })

  test('keys and links of who is removed, or is no owner any more, end with it', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('ann', 'owner')
    const bob = await app.join('bob', 'owner')
    const made = await app.admin('POST', 'keys', { title: 'x', role: 'owner', days: 9 }, bob.headers)
    const shown = { authorization: `Bearer ${made.json().secret}` }
    const { link } = (await app.admin('POST', 'admins', { role: 'owner' }, bob.headers)).json()
    assert.equal((await app.get('/api/admin/me', shown)).statusCode, 200)
    assert.equal(
      (await app.admin('PUT', `admins/${bob.id}`, { role: 'auditor' }, ann.headers)).statusCode,
      204,
    )
    assert.equal((await app.get('/api/admin/me', shown)).statusCode, 401)
    const token = String(link).split('=')[1]
    const opened = await app.admin('POST', 'invite/enrol', { token, name: 'eve', password: app.password }, {})
    assert.equal(opened.json().error, 'TICKET_INVALID')
  })

  test('a key acts with its role until its end or its removal, and is shown once', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('ann', 'owner')
    const make = async (days: number) =>
      (await app.admin('POST', 'keys', { title: 'backup', role: 'auditor', days }, ann.headers)).json()
    const key = await make(1)
    const bearer = { authorization: `Bearer ${key.secret}` }
    assert.equal((await app.get('/api/admin/me', bearer)).json().name, 'key backup')
    assert.equal((await app.post('/api/admin/admins', { role: 'owner' }, bearer)).json().error, 'FORBIDDEN')
    assert.doesNotMatch((await app.read('keys', ann.headers)).body, new RegExp(key.secret))
    app.pass(86_401)
    assert.equal((await app.get('/api/admin/me', bearer)).statusCode, 401)
    const bob = await app.join('bob', 'owner')
    const other = await app.admin('POST', 'keys', { title: 'x', role: 'owner', days: 9 }, bob.headers)
    const { id, secret } = other.json()
    const shown = { authorization: `Bearer ${secret}` }
    assert.equal((await app.get('/api/admin/me', shown)).statusCode, 200)
    assert.equal((await app.admin('DELETE', `keys/${id}`, undefined, bob.headers)).statusCode, 204)
    assert.equal((await app.get('/api/admin/me', shown)).statusCode, 401)
  })

  test('a key lets nobody in: no links, no keys, no roles', async (t) => {
    const app = await openAdminApp(t)
    const { id } = await app.join('ann', 'owner')
    const key = await app.keyOf('deploy', 'owner')
    const acts = [
      ['POST', 'admins', { role: 'owner' }],
      ['PUT', `admins/${id}`, { role: 'auditor' }],
      ['DELETE', `admins/${id}`, undefined],
      ['POST', 'keys', { title: 'x', role: 'owner', days: 9 }],
    ] as const
    for (const [method, path, body] of acts)
      assert.equal((await app.admin(method, path, body, key)).json().error, 'FORBIDDEN', path)
    assert.equal((await app.read('keys', key)).statusCode, 200)
  })

  test('no table holds a session token, a key or a link', async (t) => {
    const app = await openAdminApp(t)
    const ann = await app.join('ann', 'owner')
    const { secret } = (
      await app.admin('POST', 'keys', { title: 'x', role: 'owner', days: 9 }, ann.headers)
    ).json()
    const link = await app.rooms.administrators.invites.make('owner', 'ann')
    const token = cookieOf(ann.headers.cookie).cookie?.split('=')[1] ?? ''
    const tables = ['admins', 'admin_sessions', 'admin_keys', 'admin_invites'] as const
    for (const name of tables) {
      const rows = await app.rooms.database.all({ name: `test.${name}`, sql: `select * from ${name}` }, [])
      assert.ok(rows.length > 0, name)
      for (const word of [secret, link, token, app.password]) assert.ok(!JSON.stringify(rows).includes(word))
    }
  })
})
