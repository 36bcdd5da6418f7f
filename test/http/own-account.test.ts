/** `AccountSvc`: the own profile, agreements, export and deletion, for nobody but their user. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createRemoveClosedAccounts } from '../../src/accounts/closed-accounts.ts'
import { sweep } from '../../src/app/sweeper.ts'
import type { UserId } from '../../src/base/ids.ts'
import { client, otherClient } from './support/app-files.ts'
import { bearer, type Headers, type Json, openHttpApp, publicUrl } from './support/http-app.ts'

const [amy, bob] = ['13800138000', '13900139000']
const title = { en: 'Terms', zh: '服务协议' }
const agreements = [{ name: 'terms', version: '3', title, url: '/terms' }]
const agreed: Headers = { 'x-agreements': 'terms@3' }
const retention = { auditDays: 180, deviceDays: 400 }
const daySeconds = 86_400

async function open(t: TestContext) {
  const app = await openHttpApp(t, {
    files: {
      'clients/web/client.json': { ...client, agreements },
      'clients/app/client.json': { ...otherClient, tenantId: 'other' },
    },
  })
  const account = (name: string, token: string, named: Json = {}, headers: Headers = {}) =>
    app.element('auths.loginTypes.services.AccountSvc', name, named, { ...bearer(token), ...headers })
  const logIn = (phone: string) => app.login(phone, agreed)
  const rows = async (table: string) => {
    const found = await (await app.rooms.database.kysely())
      .selectFrom(table as never)
      .selectAll()
      .execute()
    return found as Record<string, unknown>[]
  }
  const swept = () => sweep(app.rooms, retention, () => false)
  return { ...app, account, logIn, rows, swept }
}

const refusedAs = (answer: { json(): { errmsg: string } }) => answer.json().errmsg.split(':')[0]

describe('the own account', () => {
  test('tells what is kept, and changes nick and name of its user alone', async (t) => {
    const app = await open(t)
    const [hers, his] = [await app.logIn(amy), await app.logIn(bob)]
    const before = (await app.account('currentAccount', hers)).json().data
    assert.deepEqual(
      [before.phone, before.phones[0].loginType, before.names, before.corps, before.factor, before.graceDays],
      [`+86${amy}`, 'auths.loginTypes.phone', [], ['acme'], null, 14],
    )
    assert.equal(
      (await app.account('updateProfile', hers, { nick: 'Amy', name: 'Amy Lee' })).json().errcode,
      0,
    )
    const after = (await app.account('currentAccount', hers)).json().data
    assert.deepEqual([after.nick, after.name], ['Amy', 'Amy Lee'])
    await app.account('updateProfile', hers, { name: null })
    assert.deepEqual((await app.account('currentAccount', hers)).json().data.nick, 'Amy')
    assert.equal((await app.account('currentAccount', hers)).json().data.name, null)
    assert.notEqual((await app.account('currentAccount', his)).json().data.nick, 'Amy')
    for (const named of [{ nick: '' }, { nick: 'a\u202eb' }, { nick: null }, { name: 'x'.repeat(129) }])
      assert.equal(refusedAs(await app.account('updateProfile', hers, named)), 'API_PARAMS_ERROR')
  })

  test('tells how long ways to log in may be changed', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    const reauthIn = async () => (await app.account('currentAccount', token)).json().data.reauthIn
    assert.equal(await reauthIn(), 600)
    app.pass(590)
    assert.equal(await reauthIn(), 10)
    app.pass(1000)
    assert.equal(await reauthIn(), 0)
  })

  test('agreements and sessions come with the titles that people know', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    const [given] = (await app.account('listAgreements', token)).json().data
    assert.deepEqual([given.text, given.clientTitle.en.length > 0], [{ title, url: '/terms' }, true])
    const answer = await app.element('auths.loginTypes.services.AuthSvc', 'listSessions', {}, bearer(token))
    assert.deepEqual(answer.json().data[0].clientTitle, given.clientTitle)
  })

  test("nobody's id can be given, and nobody without a session is answered", async (t) => {
    const app = await open(t)
    const [hers, his] = [await app.logIn(amy), await app.logIn(bob)]
    const { userId } = (await app.account('currentAccount', his)).json().data
    const functions = ['currentAccount', 'updateProfile', 'listAgreements', 'exportAccount', 'closeAccount']
    for (const name of functions) {
      const asOther = await app.account(name, hers, { userId })
      assert.deepEqual([name, refusedAs(asOther)], [name, 'API_PARAMS_ERROR'])
      for (const token of ['', 'x'.repeat(32)])
        assert.equal((await app.account(name, token)).statusCode, 401, name)
      const elsewhere = await app.account(name, hers, {}, { 'x-client-id': otherClient.clientId })
      assert.deepEqual([name, elsewhere.statusCode], [name, 401])
    }
    const foreignPage = { cookie: `latchkey=${hers}`, origin: 'https://evil.example' }
    const service = 'auths.loginTypes.services.AccountSvc'
    assert.equal((await app.element(service, 'closeAccount', {}, foreignPage)).statusCode, 401)
    const ownPage = { cookie: `latchkey=${hers}`, origin: publicUrl }
    assert.equal((await app.element(service, 'currentAccount', {}, ownPage)).statusCode, 200)
  })

  test('the export holds everything and no secret, after a recent login, ten times an hour', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    const document = (await app.account('exportAccount', token)).json().data
    assert.equal(document.agreements[0].name, 'terms')
    assert.equal(document.agreements[0].version, '3')
    assert.deepEqual(document.agreements, (await app.account('listAgreements', token)).json().data)
    assert.deepEqual(
      [document.phone, document.sessions.length, document.exportedAt],
      [`+86${amy}`, 1, app.now()],
    )
    assert.doesNotMatch(JSON.stringify(document), new RegExp(`${token}|hash|secret|digest`, 'i'))
    for (let i = 1; i < 10; i += 1) await app.account('exportAccount', token)
    assert.equal((await app.account('exportAccount', token)).statusCode, 429)
    app.pass(3_601)
    assert.equal(refusedAs(await app.account('exportAccount', token)), 'REAUTH_REQUIRED')
  })
})

describe('closing the own account', () => {
  test('needs a recent login', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    app.pass(601)
    assert.equal(refusedAs(await app.account('closeAccount', token)), 'REAUTH_REQUIRED')
  })

  test('ends every session at once; after the grace everything is deleted, and nothing before', async (t) => {
    const app = await open(t)
    const older = await app.logIn(amy)
    const token = await app.logIn(amy)
    const answer = (await app.account('closeAccount', token)).json().data
    assert.equal(answer.deleteAt, app.now() + 14 * daySeconds * 1000)
    for (const dead of [token, older])
      assert.equal((await app.get('/api/v1/session', bearer(dead))).statusCode, 401)
    app.pass(14 * daySeconds - 1)
    await app.swept()
    assert.equal((await app.rows('users')).length, 1)
    app.pass(1)
    await Promise.all([app.swept(), app.swept()])
    for (const table of ['users', 'phone_bindings', 'corp_members', 'known_devices', 'agreements'])
      assert.deepEqual(await app.rows(table), [], table)
    await app.rooms.audit.flush()
    const deletions = (await app.rows('audit')).filter(({ action }) => action === 'user.delete')
    assert.deepEqual(
      deletions.map(({ detail }) => detail),
      ['closed by the user'],
    )
  })

  test('a login within the grace takes it back', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    const { userId } = (await app.account('currentAccount', token)).json().data
    await app.account('closeAccount', token)
    app.pass(13 * daySeconds)
    const back = await app.logIn(amy)
    const seen = async (session: string) => (await app.account('currentAccount', session)).json().data
    assert.deepEqual(await seen(back).then((one) => [one.userId, one.reopened]), [userId, true])
    app.pass(60)
    assert.equal((await seen(await app.logIn(amy))).reopened, false)
    app.pass(2 * daySeconds)
    assert.equal((await seen(back)).reopened, false)
    await app.swept()
    assert.equal((await app.rows('users')).length, 1)
    assert.equal((await app.rows('audit')).filter(({ action }) => action === 'user.reopen').length, 1)
    await app.logIn(amy)
    assert.equal((await app.rows('audit')).filter(({ action }) => action === 'user.reopen').length, 1)
  })

  test('of ten at once one closes it, and what was proven before opens nothing', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    app.pass(60)
    await app.sdk('sms/send', { mobile: amy, type: 'LOGIN_SMS' }, agreed)
    const code = await app.codeOf(amy)
    app.pass(1)
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.account('closeAccount', token)))
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
    const late = await app.sdk('login/mobile-verify-code', { mobile: amy, verify_code: code })
    assert.equal(late.json().error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const [user] = await app.rows('users')
    assert.notEqual(user?.delete_at, null)
  })

  test('a login at the moment of the deletion either takes it back or finds nobody', async (t) => {
    const app = await open(t)
    const token = await app.logIn(amy)
    const { userId } = (await app.account('currentAccount', token)).json().data
    await app.account('closeAccount', token)
    app.pass(14 * daySeconds)
    await app.sdk('sms/send', { mobile: amy, type: 'LOGIN_SMS' }, agreed)
    const body = { mobile: amy, verify_code: await app.codeOf(amy) }
    const [login] = await Promise.all([
      app.sdk('login/mobile-verify-code', body, agreed),
      createRemoveClosedAccounts(app.rooms)(10),
    ])
    const users = await app.rows('users')
    const isBack = login.json().status === 'SUCCESS' && users.some(({ id }) => id === userId)
    if (isBack) assert.equal(users[0]?.delete_at, null)
    else assert.ok(!users.some(({ id }) => id === (userId as UserId)))
  })
})
