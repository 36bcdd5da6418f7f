/** What an own login type admits someone by, where it may do so only once. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { openTestApp, type TestElement } from '../support/open-test-app.ts'
import { atOnce, outcome } from '../support/refusals.ts'

const module = `
import { PasswordType } from 'latchkey'

export class OneFamily extends PasswordType {
  static override refusals = { FAMILY_IS_HERE: { en: 'One of the family is here', zh: '家人已注册' } }

  protected override async admit(newcomer) {
    const [family] = newcomer.username.key.split('-')
    return { ...newcomer, admittedBy: { key: family, otherwise: () => this.refusal('FAMILY_IS_HERE') } }
  }
}
`
const oneFamily: TestElement = {
  type: 'auths.loginTypes.Meta',
  manifest: { backendBundleEntry: './one-family.ts' },
  files: { 'one-family.ts': module },
}
const config = { passwordTransport: 'plain', captcha: 'risk', allowRegister: 1 }
const elements = {
  'auths.loginTypes.OneFamily': oneFamily,
  'auths.loginTypes.town': { type: 'auths.loginTypes.OneFamily', config },
  'auths.loginTypes.village': { type: 'auths.loginTypes.OneFamily', config },
}

describe('admittedBy', () => {
  test('of ten at once one gets in, and the key stays spent', async (t) => {
    const { app } = await openTestApp(t, { elements })
    const town = app.getElement<PasswordLogin>('auths.loginTypes.town')
    const register = (name: string) => town.register(name, 'correct horse', '', '', name)
    assert.deepEqual(await atOnce(10, (index) => register(`lee-${index}`)), { ok: 1, FAMILY_IS_HERE: 9 })
    assert.equal(await outcome(register('lee-late')), 'FAMILY_IS_HERE')
    assert.equal(await outcome(register('wang-1')), 'ok')
  })

  test('a key counts in its own login type', async (t) => {
    const { app } = await openTestApp(t, { elements })
    for (const [name, user] of [
      ['town', 'lee-1'],
      ['village', 'lee-2'],
    ] as const) {
      const login = app.getElement<PasswordLogin>(`auths.loginTypes.${name}`)
      assert.equal(await outcome(login.register(user, 'correct horse', '', '', user)), 'ok')
    }
  })

  test('a registration that fails for another reason leaves the key', async (t) => {
    const { app } = await openTestApp(t, { elements })
    const town = app.getElement<PasswordLogin>('auths.loginTypes.town')
    const village = app.getElement<PasswordLogin>('auths.loginTypes.village')
    await village.register('lee-1', 'correct horse', '', '', 'Lee')
    assert.equal(await outcome(town.register('lee-1', 'correct horse', '', '', 'Lee')), 'USERNAME_TAKEN')
    assert.equal(await outcome(town.register('lee-2', 'correct horse', '', '', 'Lee')), 'ok')
  })
})
