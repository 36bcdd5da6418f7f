/** `latchkey element export`, and the commands that see what the console changed beside the folder. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { parseEnv } from 'node:util'
import { openWholeApp } from '../../src/app/open-app.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { cliApp, phoneLogin } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
const twilio = {
  fullName: 'SMS.abroad',
  title: 'Abroad',
  type: 'SMS.Twilio',
  description: 'For all but China.',
  settings: { accountSid: `AC${'0'.repeat(32)}`, authToken: "it's a # secret", from: '+15005550006' },
}
const login = {
  fullName: phoneLogin,
  title: 'Phone',
  type: 'auths.loginTypes.PhoneType',
  settings: {
    smsFullName: 'SMS.console',
    allowedCountries: ['CN', 'US'],
    testNumbers: { '+8613800138009': { code: '246810', expires: '2099-01-01' } },
  },
}

/** An app whose console made a service and changed a login. */
async function edited(t: TestContext) {
  const place = cliApp(t)
  const { app } = await openWholeApp(place.app, { data: place.data }).then(async (opened) => {
    await opened.desk.put(twilio, 0, call)
    await opened.desk.put(login, 0, call)
    return opened
  })
  await app.close()
  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
  return { ...place, json }
}

describe('what the console changed, on the command line', () => {
  test('export writes folders, with names in the places of secrets, and the secrets to a file of their own', async (t) => {
    const { folder, app, data, json } = await edited(t)
    const dir = join(folder, 'out')
    const env = join(folder, 'secrets.env')
    const { status, stdout, stderr } = await runLatchkey(
      { app, data },
      'element',
      'export',
      dir,
      '--env',
      env,
    )
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /wrote 4 files of 2 elements/)
    assert.deepEqual(json(join(dir, 'SMS/abroad/e.json')), {
      title: 'Abroad',
      type: 'SMS.Twilio',
      description: 'For all but China.',
      variables: [{ name: 'SMS_ABROAD_AUTH_TOKEN' }],
    })
    assert.deepEqual(json(join(dir, 'SMS/abroad/abroad.json')), {
      ...twilio.settings,
      authToken: '{{SMS_ABROAD_AUTH_TOKEN}}',
    })
    const phone = json(join(dir, 'auths/loginTypes/phone/phone.json'))
    const name = 'AUTHS_LOGIN_TYPES_PHONE_TEST_NUMBERS_8613800138009_CODE'
    assert.equal(phone.testNumbers['+8613800138009'].code, `{{${name}}}`)
    assert.equal(statSync(env).mode & 0o777, 0o600)
    const held = parseEnv(readFileSync(env, 'utf8'))
    assert.deepEqual(held, { SMS_ABROAD_AUTH_TOKEN: "it's a # secret", [name]: '246810' })
    const without = await runLatchkey({ app, data }, 'element', 'export', join(folder, 'second'))
    assert.ok(!(without.stdout + without.stderr).includes('secret #'))
    assert.match(without.stderr, /--env FILE/)
  })

  test('what was exported into the app folder is what was served, without the edits', async (t) => {
    const { folder, app, data, json } = await edited(t)
    const env = join(folder, 'secrets.env')
    const untouched = json(join(app, 'auths/loginTypes/phone/phone.json'))
    const asked = await runLatchkey({ app, data }, 'element', 'export', app)
    assert.equal(asked.status === 0, false)
    assert.match(asked.stderr, /is there already: .*phone\.json/)
    assert.match(asked.stderr, /--yes/)
    assert.deepEqual(json(join(app, 'auths/loginTypes/phone/phone.json')), untouched)
    assert.equal(existsSync(join(app, 'SMS/abroad')), false)
    const done = await runLatchkey({ app, data }, 'element', 'export', app, '--yes', '--env', env)
    assert.equal(done.status, 0, done.stderr)
    for (const { fullName } of [login, twilio])
      assert.equal((await runLatchkey({ app, data }, 'element', 'remove-edit', fullName)).status, 0)
    const opened = await openWholeApp(app, { data, environment: parseEnv(readFileSync(env, 'utf8')) })
    t.after(() => opened.app.close())
    for (const { fullName, settings } of [login, twilio])
      assert.deepEqual(opened.elements.registry().element(fullName)?.own, settings)
    const again = await runLatchkey({ app, data }, 'element', 'export', app)
    assert.match(again.stdout, /wrote 0 files of 0 elements/)
  })

  test('list, show, check and doctor see the edits beside the folder, and make nothing', async (t) => {
    const { app, data, folder } = await edited(t)
    const listed = await runLatchkey({ app, data }, 'element', 'list', '--type', 'SMS.Twilio', '--json')
    assert.deepEqual(JSON.parse(listed.stdout), [
      { fullName: 'SMS.abroad', tier: 'instance', type: 'SMS.Twilio', app: 'console', title: 'Abroad' },
    ])
    const shown = await runLatchkey({ app, data }, 'element', 'show', 'SMS.abroad')
    assert.match(shown.stdout, /"authToken": "\*{6}"/)
    const checked = await runLatchkey({ app, data }, 'element', 'check')
    assert.match(checked.stdout, /console\/auths\/loginTypes\/phone\/phone\.json: \/testNumbers/)
    assert.match(checked.stdout, /with 2 elements that the console edited/)
    const told = await runLatchkey({ app, data }, 'doctor')
    assert.match(told.stdout, /edited while the app ran: SMS\.abroad, auths\.loginTypes\.phone/)
    const empty = join(folder, 'nothing')
    const alone = await runLatchkey({ app, data: empty }, 'element', 'list')
    assert.equal(alone.status, 0)
    assert.ok(!alone.stdout.includes('SMS.abroad'))
    assert.equal(existsSync(empty), false)
  })

  test('a database out of reach is told, and the folder is looked at alone', async (t) => {
    const { app, data } = await edited(t)
    const place = {
      app,
      data,
      environment: { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none', LATCHKEY_SECRET: 'x'.repeat(32) },
    }
    const checked = await runLatchkey(place, 'element', 'check')
    assert.equal(checked.status, 0, checked.stdout)
    assert.match(checked.stdout, /warning {2}console: what the console changed is not known, and left out/)
    const listed = await runLatchkey(place, 'element', 'list')
    assert.match(listed.stderr, /left out/)
  })
})
