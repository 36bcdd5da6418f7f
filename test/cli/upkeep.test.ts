/** `latchkey migrate` and `latchkey doctor`. */
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import { migrations } from '../../src/app/stores.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { startProgram } from '../support/running-program.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { type RunPlace, runLatchkey } from './support/run-latchkey.ts'

describe('latchkey migrate', () => {
  test('--plan tells what would be done and makes nothing; without it everything is done once', async (t) => {
    const place = cliApp(t)
    const ids = migrations.map(({ id }) => id).toSorted()
    const plan = await runLatchkey(place, 'migrate', '--plan')
    assert.deepEqual(
      plan.stdout.trim().split('\n'),
      ids.map((id) => `to do ${id}`),
    )
    assert.equal(existsSync(place.data), false)
    assert.equal(plan.status, 1)
    const done = await runLatchkey(place, 'migrate')
    assert.equal(done.status, 0)
    assert.deepEqual(
      done.stdout.trim().split('\n'),
      ids.map((id) => `done  ${id}`),
    )
    for (const more of [['--plan'], []]) {
      const { status, stdout } = await runLatchkey(place, 'migrate', ...more)
      assert.deepEqual([status, stdout], [0, 'the schema is up to date\n'])
    }
  })

  test('beside a schema that is too new: 69 with and without --plan, and doctor tells', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'migrate')
    const file = join(place.data, 'latchkey.sqlite')
    const database = openSqliteDatabase(file)
    await migrate(database, [...migrations, { id: '2999-01-01-users/contract', up: async () => {} }])
    await database.close()
    for (const more of [['--plan'], []]) {
      const { status, stderr } = await runLatchkey(place, 'migrate', ...more)
      assert.equal(status, 69)
      assert.match(
        stderr,
        /latchkey\.sqlite: its schema is too new for this program, which does not know 2999/,
      )
    }
    assert.match(
      of((await findings(place)).found, 'unsafe').join('\n'),
      /database: .*too new for this program/,
    )
  })
})

async function findings(
  place: RunPlace,
): Promise<{ readonly status: number | null; readonly found: Finding[]; readonly text: string }> {
  const { status, stdout, stderr } = await runLatchkey(place, 'doctor', '--json')
  return { status, found: JSON.parse(stdout), text: stdout + stderr }
}

const of = (found: readonly Finding[], level: Finding['level']) =>
  found.filter((finding) => finding.level === level).map(({ subject, message }) => `${subject}: ${message}`)

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://login.example.com',
  TRUSTED_PROXIES: '10.0.0.1',
}

/** An app that may run in production: nothing of development is in it. */
function productionApp(t: Parameters<typeof cliApp>[0], files: Record<string, unknown> = {}): CliPlace {
  const client = {
    clientId: 'a'.repeat(32),
    profile: 'bamboocloud',
    passwordLogin: 'auths.loginTypes.password',
  }
  return cliApp(t, {
    'auths/loginTypes/phone/e.json': undefined,
    'auths/loginTypes/phone/phone.json': undefined,
    'SMS/console/e.json': undefined,
    'clients/web/client.json': client,
    ...files,
  })
}

describe('latchkey doctor', () => {
  test('a new app in development: nothing unsafe, nothing made', async (t) => {
    const place = cliApp(t)
    const { status, found } = await findings(place)
    assert.deepEqual([status, of(found, 'unsafe')], [0, []])
    assert.ok(of(found, 'warning').some((line) => line.includes('/captcha')))
    assert.equal(existsSync(place.data), false)
    const { stdout } = await runLatchkey(place, 'doctor')
    assert.match(stdout, /^ok +app +acme\.login/m)
    assert.match(stdout, /^0 unsafe, (?:1 warning|(?!1 )\d+ warnings)$/m)
  })

  test('a server that runs is reached', async (t) => {
    const place = cliApp(t)
    const url = await startProgram(t, place).ready()
    const { found } = await findings({ ...place, environment: { PORT: new URL(url).port } })
    assert.ok(of(found, 'ok').includes(`server: answers at ${url}/readyz with 200`))
    const { hostname, port } = new URL(url)
    const told = await runLatchkey(place, 'doctor', '--host', hostname, '--port', port)
    assert.ok(told.stdout.includes(`answers at ${url}/readyz with 200`), 'the options of start')
    assert.ok(of(found, 'ok').some((line) => /^database: .*schema is current/.test(line)))
    assert.ok(of(found, 'ok').some((line) => /^ephemeral: .*answers/.test(line)))
  })

  test('a data folder of another app: a warning, and one at its start; the first app made it its own', async (t) => {
    const { data, ...first } = cliApp(t)
    const second = cliApp(t, { 'app.json': { appId: 'acme.second' } })
    const warned = async (place: RunPlace) =>
      of((await findings(place)).found, 'warning').filter((line) => line.includes('the data folder is of'))
    assert.equal((await runLatchkey({ ...first, data }, 'user', 'list')).status, 0)
    assert.deepEqual(await warned({ ...first, data }), [])
    const [line] = await warned({ ...second, data })
    assert.match(line ?? '', /^data: .*app-id: .* of the app acme\.login, and this is acme\.second/)
    for (const [app, count] of [
      [first.app, 0],
      [second.app, 1],
    ] as const) {
      const opened = await openWholeApp(app, { data })
      await opened.app.close()
      const told = opened.warnings.filter(({ message }) => message.startsWith('the data folder is of'))
      assert.equal(told.length, count)
    }
  })

  test('production as it should be: nothing unsafe', async (t) => {
    const { status, found } = await findings({ ...productionApp(t), environment: production })
    assert.deepEqual([of(found, 'unsafe'), status], [[], 0])
  })

  test('production with what is for development: each is told, and 1', async (t) => {
    const salt = 'salt-of-this-test-salt-of-this-t'
    const place = cliApp(t, {
      'auths/loginTypes/password/password.json': { authConfig: { salt } },
      'auths/loginTypes/phone/phone.json': {
        smsFullName: 'SMS.console',
        testNumbers: { '13800138000': { code: '123456', expires: '2999-01-01' } },
      },
    })
    const { status, found, text } = await findings({ ...place, environment: { NODE_ENV: 'production' } })
    assert.equal(status, 1)
    const unsafe = of(found, 'unsafe')
    for (const expected of [
      /^PUBLIC_URL: is not set/,
      /SMS\.Console is for development/,
      /client\.json: \/captcha/,
      /password\.json: \/authConfig\/salt: .*literally/,
      /\/testNumbers\/13800138000/,
    ])
      assert.ok(
        unsafe.some((line) => expected.test(line)),
        String(expected),
      )
    assert.ok(!text.includes(salt))
  })

  const settings: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['an http address', { ...production, PUBLIC_URL: 'http://login.example.com' }, /^PUBLIC_URL: is http/],
    [
      'proxies wide open',
      { ...production, TRUSTED_PROXIES: '0.0.0.0/0' },
      /^TRUSTED_PROXIES: .*0\.0\.0\.0\/0/,
    ],
    ['IPv6 proxies wide open', { ...production, TRUSTED_PROXIES: '::/0' }, /^TRUSTED_PROXIES: /],
    [
      'a secret of few characters',
      { ...production, LATCHKEY_SECRET: 'abababab'.repeat(5) },
      /^LATCHKEY_SECRET: .*few different/,
    ],
    ['development for everyone', { HOST: '0.0.0.0' }, /^NODE_ENV: is not production/],
  ]
  for (const [what, environment, expected] of settings) {
    test(`${what}: unsafe, and no value is told`, async (t) => {
      const { status, found, text } = await findings({ ...productionApp(t), environment })
      assert.equal(status, 1)
      assert.ok(
        of(found, 'unsafe').some((line) => expected.test(line)),
        text,
      )
      assert.ok(!text.includes('abababab'))
    })
  }

  test('https without proxies, and a secret that is being changed: a warning', async (t) => {
    const LATCHKEY_SECRET =
      'the newer secret of this test and long enough,the older secret of this test and long enough'
    const environment = {
      ...production,
      TRUSTED_PROXIES: '',
      LATCHKEY_SECRET: LATCHKEY_SECRET.replaceAll(', ', ' '),
    }
    const { status, found, text } = await findings({ ...productionApp(t), environment })
    assert.equal(status, 0)
    const warnings = of(found, 'warning').join('\n')
    assert.match(warnings, /^TRUSTED_PROXIES: is empty/m)
    assert.match(warnings, /^LATCHKEY_SECRET: holds 2 entries/m)
    assert.ok(!text.includes('the newer secret'))
  })

  test('a data folder or secret that others can read, a foreign secret, a damaged database', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'user', 'list')
    chmodSync(place.data, 0o755)
    chmodSync(join(place.data, 'secret'), 0o644)
    const open = of((await findings(place)).found, 'unsafe')
    assert.ok(open.some((line) => /^data: .*mode 755/.test(line)))
    assert.ok(open.some((line) => /^secret: .*mode 644/.test(line)))
    const environment = { LATCHKEY_SECRET: 'another secret of more than 32 characters' }
    const foreign = of((await findings({ ...place, environment })).found, 'unsafe')
    assert.ok(foreign.some((line) => /^secret: does not open/.test(line)))
    writeFileSync(join(place.data, 'latchkey.sqlite'), 'no database at all, but long enough to be looked at')
    const damaged = await findings(place)
    assert.equal(damaged.status, 1)
    assert.ok(
      of(damaged.found, 'unsafe').some((line) =>
        /latchkey\.sqlite: is no database, or is damaged/.test(line),
      ),
    )
  })

  test('a clock that was set back', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'user', 'list')
    const database = openSqliteDatabase(join(place.data, 'latchkey.sqlite'))
    await (await database.kysely())
      .updateTable('migrations')
      .set({ applied_at: Date.now() + 3_600_000 })
      .execute()
    await database.close()
    const { status, found } = await findings(place)
    assert.equal(status, 1)
    assert.ok(of(found, 'unsafe').some((line) => /^clock: is \d+ s behind the newest record/.test(line)))
  })

  test('faults of the app are told, and do not keep it from looking at the rest', async (t) => {
    const place = cliApp(t, { 'corps/Default/Default.json': {} })
    mkdirSync(place.data, { mode: 0o700 })
    const { status, found } = await findings(place)
    assert.equal(status, 1)
    assert.ok(of(found, 'unsafe').some((line) => line.startsWith('app: corps/Default/Default.json: /corpId')))
    assert.ok(of(found, 'ok').some((line) => line.startsWith('data: ')))
  })
})
