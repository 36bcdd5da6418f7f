import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { loadSettings, SettingFaults, type Settings } from '../../src/config/load-settings.ts'
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

  test('more than one worker is for PostgreSQL, and a refusal says why', () => {
    const many = { LATCHKEY_WORKERS: '4', PORT: 'http' }
    const { workers } = loadSettings({ LATCHKEY_WORKERS: '4', DATABASE_URL: 'postgres://db/login' })
    assert.equal(workers, 4)
    for (const DATABASE_URL of [undefined, 'sqlite:data.sqlite'])
      assert.throws(
        () => loadSettings({ ...many, DATABASE_URL }),
        ({ faults }: SettingFaults) => {
          assert.equal(faults.length, 2)
          assert.match(faults[1] ?? '', /^LATCHKEY_WORKERS: .* PostgreSQL .*one writer.*off the event loop/)
          return true
        },
      )
  })

  const accepted: Record<string, readonly [text: string, setting: keyof Settings, value: unknown][]> = {
    LATCHKEY_APP: [['apps/mine', 'app', 'apps/mine']],
    LATCHKEY_DATA: [['/var/lib/latchkey', 'data', '/var/lib/latchkey']],
    HOST: [['::', 'host', '::']],
    PORT: [
      ['0', 'port', 0],
      ['65535', 'port', 65535],
    ],
    LATCHKEY_WORKERS: [['1', 'workers', 1]],
    ADMIN_PORT: [['9090', 'adminPort', 9090]],
    PUBLIC_URL: [
      ['https://login.example', 'publicUrl', 'https://login.example'],
      ['http://127.0.0.1:8080', 'publicUrl', 'http://127.0.0.1:8080'],
    ],
    LATCHKEY_SECRET: [[secret, 'secrets', [secret]]],
    DATABASE_URL: [
      ['sqlite:data.sqlite', 'databaseFile', 'data.sqlite'],
      ['sqlite:///var/data.sqlite', 'databaseFile', '/var/data.sqlite'],
      ['sqlite:data.sqlite', 'databaseUrl', undefined],
      ['postgres://u:p@db:5432/login', 'databaseUrl', 'postgres://u:p@db:5432/login'],
      [
        'postgresql://db/login?sslmode=verify-full',
        'databaseUrl',
        'postgresql://db/login?sslmode=verify-full',
      ],
      ['postgres:///login?host=/run/postgresql', 'databaseFile', undefined],
    ],
    DATABASE_POOL_SIZE: [
      ['1', 'databasePoolSize', 1],
      ['1000', 'databasePoolSize', 1000],
    ],
    REDIS_URL: [
      ['redis://127.0.0.1', 'redisUrl', 'redis://127.0.0.1'],
      [
        'rediss://user:p%40ss@[::1]:6380/2?prefix=login',
        'redisUrl',
        'rediss://user:p%40ss@[::1]:6380/2?prefix=login',
      ],
    ],
    AUDIT_DAYS: [
      ['1', 'auditDays', 1],
      ['3650', 'auditDays', 3650],
    ],
    DEVICE_DAYS: [
      ['1', 'deviceDays', 1],
      ['3650', 'deviceDays', 3650],
    ],
    DELETION_GRACE_DAYS: [
      ['0', 'deletionGraceDays', 0],
      ['365', 'deletionGraceDays', 365],
    ],
    RECOVERY_WAIT_HOURS: [
      ['0', 'recoveryWaitHours', 0],
      ['720', 'recoveryWaitHours', 720],
    ],
    TRUSTED_PROXIES: [['10.0.0.0/8,::1', 'trustedProxies', ['10.0.0.0/8', '::1']]],
    WEBHOOK_INTERNAL_HOSTS: [['hooks.internal, ::1', 'webhookInternalHosts', ['hooks.internal', '::1']]],
    LOG_LEVEL: [['silent', 'logLevel', 'silent']],
    NODE_ENV: [['production', 'production', true]],
  }
  const refused: Record<string, readonly string[]> = {
    PORT: ['http', '-1', '65536', '80.5', '1e3', '0x50', ' 80'],
    LATCHKEY_WORKERS: ['0', 'max', '2'],
    ADMIN_PORT: ['65536', 'x', '8080'],
    PUBLIC_URL: [
      'login.example',
      'ftp://login.example',
      'https://',
      'https://x/',
      'https://x?y',
      'https://u@x',
      'https://x y',
    ],
    LATCHKEY_SECRET: ['x'.repeat(31), `${secret},short`, ',', ' '],
    DATABASE_URL: [
      'data.sqlite',
      'postgres://x',
      'postgres://x/',
      'postgres://x/?sslmode=disable',
      'mysql://x/y',
      'sqlite:',
      'sqlite://',
      'sqlite::memory:',
      'sqlite://:memory:',
    ],
    DATABASE_POOL_SIZE: ['0', '1001', 'many'],
    REDIS_URL: [
      'http://127.0.0.1',
      'redis://',
      'redis:///0',
      'redis://host/name',
      'redis://host/0?db=1',
      'redis://host/?prefix={a}',
      'redis://user:%zz@host',
      '127.0.0.1:6379',
    ],
    AUDIT_DAYS: ['0', '3651', 'always'],
    DEVICE_DAYS: ['0', '3651'],
    DELETION_GRACE_DAYS: ['-1', '366'],
    TRUSTED_PROXIES: ['10.0.0.0/33', '10.0.0.0/', 'proxy.example', '10.0.0.1 10.0.0.2'],
    WEBHOOK_INTERNAL_HOSTS: ['http://hooks.internal', 'hooks.internal:80', 'a/b'],
    LOG_LEVEL: ['loud', 'INFO'],
    NODE_ENV: ['prod'],
  }

  test('every setting has an example of what is accepted, or of what is refused', () => {
    const shown = new Set([...Object.keys(accepted), ...Object.keys(refused)])
    assert.deepEqual([...shown].toSorted(), Object.keys(settingsSchema.properties).toSorted())
  })

  for (const [name, examples] of Object.entries(accepted))
    test(`${name}: what is accepted, and an empty one is none`, () => {
      for (const [text, setting, value] of examples)
        assert.deepEqual(loadSettings({ [name]: text })[setting], value, text)
      assert.deepEqual(loadSettings({ [name]: '' }), loadSettings({}))
    })

  for (const [name, texts] of Object.entries(refused))
    test(`${name}: what is refused is one fault that begins with the name`, () => {
      for (const text of texts) {
        const faults = faultsOf({ [name]: text })
        assert.equal(faults.length, 1, text)
        assert.ok(faults[0]?.startsWith(`${name}: `), faults[0])
      }
    })

  test('other variables of the environment are none of its business', () => {
    assert.deepEqual(loadSettings({ PATH: '/bin', port: '1', LATCHKEY_OTHER: 'x' }), loadSettings({}))
  })

  test('all faults are told together, by name and never by value', () => {
    const wrong = {
      PORT: 'hunter2-port',
      ADMIN_PORT: '70000',
      PUBLIC_URL: 'hunter2-url',
      LATCHKEY_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://hunter2',
      REDIS_URL: 'http://hunter2',
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
