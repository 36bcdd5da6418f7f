/** An operator makes users. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser, type NewUser } from '../../src/accounts/create-user.ts'
import { atOnce, refusal } from '../support/refusals.ts'
import { openAccounts, operator, passwordLogin } from './open-accounts.ts'

const password = { username: 'Alice', text: 'correct horse battery', loginType: passwordLogin }

describe('creating a user', () => {
  test('with a number and a name: both log in, and the organisations that everyone joins are joined', async (t) => {
    const { services, app, admin } = await openAccounts(t)
    const { id } = await createUser(services, { phone: { number: '138 0013 8000' }, password }, operator)
    const { user, phones, names, corps } = await admin.show(operator.tenantId, id)
    assert.deepEqual(
      [user.nick, user.phone, user.username, user.login_methods],
      ['138****8000', '+8613800138000', 'Alice', 2],
    )
    assert.deepEqual([phones[0]?.phone, names[0]?.name, corps], ['+8613800138000', 'alice', ['acme']])
    const element = app.getElement<{ getLoginCode(name: string, text: string): Promise<{ userId: string }> }>(
      passwordLogin,
    )
    assert.equal((await element.getLoginCode('ALICE', password.text)).userId, id)
  })

  test('the record of it has the masked number and no password (L1)', async (t) => {
    const { services, rooms } = await openAccounts(t)
    const { id } = await createUser(services, { phone: { number: '13800138000' }, password }, operator)
    const rows = await (await rooms.database.kysely())
      .selectFrom('audit')
      .selectAll()
      .where('user_id', '=', id)
      .execute()
    assert.deepEqual(
      rows.map(({ action, actor, subject, result }) => ({ action, actor, subject, result })),
      [{ action: 'user.create', actor: 'system', subject: '+86138****8000', result: 'success' }],
    )
    assert.ok(!JSON.stringify(rows).includes(password.text))
  })

  const wrong: readonly (readonly [string, NewUser, string])[] = [
    ['nothing to log in with', { nick: 'Nobody' }, 'API_PARAMS_ERROR'],
    ['no number', { phone: { number: '12' } }, 'PHONE_INVALID'],
    ['a country that is not served', { phone: { number: '+81 90-1234-5678' } }, 'PHONE_COUNTRY_NOT_ALLOWED'],
    ['a weak password', { password: { ...password, text: 'password' } }, 'PASSWORD_WEAK'],
    [
      'a name that reads as a number',
      { password: { ...password, username: '13800138000' } },
      'USERNAME_INVALID',
    ],
    ['an unknown organisation', { phone: { number: '13800138000' }, corps: ['gone'] }, 'API_PARAMS_ERROR'],
    [
      'no choice among two password logins',
      { password: { username: 'alice', text: password.text } },
      'API_PARAMS_ERROR',
    ],
    ['an unknown phone login', { phone: { number: '13800138000', loginType: 'gone' } }, 'API_PARAMS_ERROR'],
  ]
  for (const [what, user, code] of wrong) {
    test(`${what}: ${code}, and nobody is made`, async (t) => {
      const { services } = await openAccounts(t)
      await assert.rejects(createUser(services, user, operator), refusal(code))
      assert.equal(await services.userList.count(operator.tenantId), 0)
    })
  }

  test('a taken number or name leaves nothing of the new user', async (t) => {
    const { services } = await openAccounts(t)
    await createUser(services, { phone: { number: '13800138000' }, password }, operator)
    const twice = { phone: { number: '13800138000' }, password: { ...password, username: 'bob' } }
    await assert.rejects(createUser(services, twice, operator), refusal('PHONE_BOUND'))
    const sameName = { phone: { number: '13900139000' }, password }
    await assert.rejects(createUser(services, sameName, operator), refusal('USERNAME_TAKEN'))
    assert.equal(await services.userList.count(operator.tenantId), 1)
    assert.equal(await services.passwordBindings.findByName(operator.tenantId, 'bob', undefined), undefined)
  })

  test('of ten at once for one number one is made', async (t) => {
    const { services } = await openAccounts(t)
    const make = () => createUser(services, { phone: { number: '13800138000' } }, operator)
    assert.deepEqual(await atOnce(10, make), { ok: 1, PHONE_BOUND: 9 })
    assert.equal(await services.userList.count(operator.tenantId), 1)
  })

  test('organisations are named by id or by name', async (t) => {
    const { services, admin } = await openAccounts(t)
    const { id } = await createUser(
      services,
      { phone: { number: '13800138000' }, corps: ['Second', 'acme'] },
      operator,
    )
    assert.deepEqual((await admin.show(operator.tenantId, id)).corps.toSorted(), ['acme', 'second'])
  })
})
