/** The fields of `register/mobile-verify-code`: which are read, what each may hold, and what no field reaches. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mobile, openRegisterApp } from './open-register-app.ts'

const body = 'IDAAS.SDK.PARAM.9002'
const profile = 'IDAAS.SDK.USER.9023'

type FieldCase = {
  readonly field: string
  /** The error where it is absent, null or blank; without one it may be. */
  readonly empty?: string
  /** Texts that its rule does not let through. */
  readonly wrong?: readonly string[]
  readonly longest?: number
}

const cases: readonly FieldCase[] = [
  { field: 'mobile', empty: 'IDAAS.SDK.USER.0004' },
  { field: 'verify_code', empty: 'IDAAS.SDK.PARAM.0009' },
  { field: 'user_name', empty: 'IDAAS.SDK.USER.9004' },
  { field: 'pwd', empty: 'IDAAS.SDK.USER.9005' },
  { field: 'name', longest: 128, wrong: ['Li\u202eLei', 'Li\nLei'] },
  { field: 'email', wrong: ['li.lei', '@shop.example', 'li lei@shop.example', `${'a'.repeat(251)}@b.c`] },
  { field: 'head_img', wrong: ['1.png', 'javascript:alert(1)', 'data:image/png;base64,AA', 'file:///etc/x'] },
  { field: 'attr_gender', longest: 16 },
  {
    field: 'attr_birthday',
    wrong: ['29.2.1992', '1992-2-29', '1993-02-29', '1992-13-01', '1992-02-29T00:00'],
  },
  { field: 'attr_nick_name', longest: 64 },
  { field: 'mailing_address', longest: 256 },
  { field: 'zip_code', longest: 16 },
  { field: 'first_name', longest: 64 },
  { field: 'middle_name', longest: 64 },
  { field: 'last_name', longest: 64 },
  { field: 'industry', longest: 64 },
]

const named = { user_name: 'LiLei', pwd: 'correct horse' }

describe('fields of a registration', () => {
  for (const { field, empty, wrong = [], longest } of cases)
    test(field, async (t) => {
      const app = await openRegisterApp(t)
      const right = { mobile, verify_code: await app.codeFor(), ...named }
      const code = async (value: unknown) => (await app.register({ ...right, [field]: value })).error_code
      for (const value of [5, true, ['x'], { x: 'y' }, 'x'.repeat(1025)])
        assert.equal(await code(value), body)
      for (const text of wrong) assert.equal(await code(text), profile, text)
      if (longest !== undefined) assert.equal(await code('长'.repeat(longest + 1)), profile)
      if (empty !== undefined)
        for (const value of [undefined, null, '', ' ']) assert.equal(await code(value), empty)
      const last = empty === undefined ? { [field]: longest === undefined ? ' ' : '长'.repeat(longest) } : {}
      assert.equal((await app.register({ ...right, ...last })).status, 'SUCCESS')
    })

  test('extension has to be an object', async (t) => {
    const app = await openRegisterApp(t)
    const right = { mobile, verify_code: await app.codeFor() }
    for (const extension of ['{}', 5, true, [], ['age']])
      assert.equal((await app.register({ ...right, extension })).error_code, body)
    assert.equal((await app.register({ ...right, extension: null })).status, 'SUCCESS')
  })

  test('of extension what the client lists is kept, by its rule; everything else is not looked at', async (t) => {
    const profileFields = {
      age: { maxLength: 3 },
      plan: { type: 'enum', values: ['free', 'paid'] },
      site: { type: 'url' },
      industry: {},
    }
    const app = await openRegisterApp(t, { client: { profileFields } })
    const right = { mobile, verify_code: await app.codeFor() }
    const refused = async (extension: object) => {
      const { error_code, error_msg } = await app.register({ ...right, extension })
      return [error_code, String(error_msg).split(': ')[1]]
    }
    assert.deepEqual(await refused({ age: 18 }), [profile, 'age'])
    assert.deepEqual(await refused({ age: '1800' }), [profile, 'age'])
    assert.deepEqual(await refused({ plan: 'gold' }), [profile, 'plan'])
    assert.deepEqual(await refused({ site: 'ftp://shop.example' }), [profile, 'site'])
    const extension = {
      age: '18',
      plan: ' ',
      site: 'https://shop.example',
      other: { x: 1 },
      industry: 'from here',
    }
    const answer = await app.register({
      ...right,
      extension,
      zip_code: '430000',
      industry: 'Trade',
      name: 'Li',
    })
    assert.equal(answer.status ?? answer.error_msg, 'SUCCESS')
    assert.deepEqual(await app.profile(), { age: '18', site: 'https://shop.example', industry: 'Trade' })
    assert.equal((await app.rows('users'))[0]?.name, null)
  })
})

describe('A17, A18: no field reaches a number, a role or a flag', () => {
  const other = '+8613900139000'
  const forged = {
    ...{ phone: other, mobiles: [other], number: other, phone_number: other },
    ...{ verified: true, mobile_verified: 'true', phoneVerified: true, email_verified: true },
    ...{ status: 'disabled', is_admin: true, admin: true, role: 'admin', roles: ['admin'] },
    ...{
      tenantId: 'other',
      tenant_id: 'other',
      id: 'chosen',
      userId: 'chosen',
      user_id: 'chosen',
      corps: ['second'],
    },
    ...{ login_methods: 9, secured_at: 0, created_at: 0, loginType: 'x', provenSince: 0, password: 'x' },
  }

  for (const [where, sent] of Object.entries({ 'the body': forged, extension: { extension: forged } }))
    test(`sent in ${where}`, async (t) => {
      const app = await openRegisterApp(t)
      const answer = await app.register({ ...sent, mobile, verify_code: await app.codeFor() })
      assert.equal(answer.status ?? answer.error_msg, 'SUCCESS')
      const [user, ...others] = await app.rows('users')
      assert.deepEqual(others, [])
      const { id, created_at, last_login_at, ...kept } = user ?? {}
      assert.notEqual(id, 'chosen')
      assert.deepEqual(kept, {
        tenant_id: 'default',
        nick: '138****8000',
        name: null,
        email: null,
        phone: `+86${mobile}`,
        username: null,
        status: 'active',
        login_methods: 1,
        secured_at: 0,
        delete_at: null,
        recovery_id: null,
        password_expired_at: null,
      })
      assert.deepEqual([created_at, last_login_at], [app.now(), app.now()])
      const bindings = await app.rows('phone_bindings')
      assert.deepEqual(
        bindings.map(({ phone }) => phone),
        [`+86${mobile}`],
      )
      assert.deepEqual(
        (await app.rows('corp_members')).map(({ corp_id }) => corp_id),
        ['acme'],
      )
      assert.deepEqual(await app.rows('user_profiles'), [])
      assert.deepEqual(await app.rows('password_bindings'), [])
    })
})
