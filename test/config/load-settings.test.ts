import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { loadSettings, SettingFaults } from '../../src/config/load-settings.ts'
import { settingsSchema } from '../../src/config/settings-schema.ts'

const secret = 'x'.repeat(32)

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadSettings(environment)
  } catch (error) {
    if (error instanceof SettingFaults) return error.faults
    throw error
  }
  return []
}

describe('settings', () => {
  test('an empty environment gives the defaults', () => {
    const { host, port, data, production, secrets, auditDays } = loadSettings({})
    assert.deepEqual(
      { host, port, data, production, secrets, auditDays },
      {
        host: '127.0.0.1',
        port: 8080,
        data: '.latchkey',
        production: false,
        secrets: undefined,
        auditDays: 180,
      },
    )
  })

  test('the command line wins over the environment', () => {
    assert.equal(loadSettings({ PORT: '1', HOST: '::1' }, { PORT: '2', HOST: undefined }).port, 2)
    assert.equal(loadSettings({ HOST: '::1' }, { HOST: undefined }).host, '::1')
  })

  test('lists are split, newest secret first', () => {
    const { secrets, trustedProxies } = loadSettings({
      LATCHKEY_SECRET: `${secret}1, ${secret}2`,
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    })
    assert.deepEqual(secrets, [`${secret}1`, `${secret}2`])
    assert.deepEqual(trustedProxies, ['10.0.0.0/8', '::1'])
  })

  test('all faults are told together, by name and never by value', () => {
    const wrong = {
      PORT: 'hunter2-port',
      ADMIN_PORT: '70000',
      PUBLIC_URL: 'hunter2-url',
      LATCHKEY_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://hunter2',
      REDIS_URL: 'redis://hunter2',
      TRUSTED_PROXIES: 'hunter2-proxy',
      LOG_LEVEL: 'hunter2-level',
      AUDIT_DAYS: '0',
      NODE_ENV: 'hunter2-env',
    }
    const faults = faultsOf(wrong)
    for (const name of Object.keys(wrong))
      assert.ok(
        faults.some((fault) => fault.includes(name)),
        name,
      )
    assert.doesNotMatch(faults.join('\n'), /hunter2/)
  })

  test('docs/reference/settings.md has a row for every setting, with its default and meaning', () => {
    const page = readFileSync(new URL('../../docs/reference/settings.md', import.meta.url), 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const expected = Object.entries(settingsSchema.properties).map(([name, schema]) => {
      const fallback = 'default' in schema ? schema.default : ''
      const shown = fallback === '' ? '—' : `\`${fallback}\``
      return `| \`${name}\` | ${shown} | ${'description' in schema ? schema.description : ''} |`
    })
    assert.deepEqual(rows, expected)
  })
})
