/** `docs/reference/element-settings.md` against the schemas of the official Types. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { settingsPage, undescribed, withTables } from '../../scripts/element-settings.ts'

const page = readFileSync(settingsPage, 'utf8')

describe('the page on the settings of elements', () => {
  test('has every setting of every official Type, as its schema is', () => {
    assert.equal(page, withTables(page), 'run: node scripts/element-settings.ts')
  })

  test('clients, organisations and both login types are there', () => {
    const types = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '')
    for (const type of [
      'clients.NormalType',
      'corps.NormalType',
      'SMS.Console',
      'auths.loginTypes.PhoneType',
    ])
      assert.ok(types.includes(type), type)
    for (const key of [
      'clientId',
      'corpId',
      'limits.number.hour',
      'testNumbers.{name}.expires',
      'lockout.failures',
    ])
      assert.match(
        page,
        new RegExp(`^\\| \`${key.replaceAll(/[.{}]/g, '\\$&')}\` \\| [^|]+ \\| [^|]+ \\|`, 'm'),
      )
  })

  test('every setting says what it means: a description in the schema', () => {
    assert.deepEqual(undescribed(), [])
  })
})
