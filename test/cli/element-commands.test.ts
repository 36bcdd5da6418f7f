/** `latchkey element list`, `show` and `check`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cliApp, passwordLogin, phoneLogin } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const salt = 'salt-of-this-test-salt-of-this-t'

describe('latchkey element', () => {
  test('list: every element with its tier and Type; --type narrows', async (t) => {
    const { app } = cliApp(t)
    const { status, stdout } = await runLatchkey({ app }, 'element', 'list', '--json')
    assert.equal(status, 0)
    const elements = JSON.parse(stdout) as { fullName: string; tier: string; type: string; app: string }[]
    const phone = elements.find(({ fullName }) => fullName === phoneLogin)
    assert.deepEqual(
      [phone?.tier, phone?.type, phone?.app],
      ['instance', 'auths.loginTypes.PhoneType', 'acme.login'],
    )
    const meta = elements.find(({ fullName }) => fullName === 'SMS.Meta')
    assert.deepEqual([meta?.tier, meta?.app], ['meta', 'latchkey.platform'])
    const only = await runLatchkey({ app }, 'element', 'list', '--type', 'SMS.Meta')
    assert.deepEqual(
      only.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      ['SMS.Aliyun', 'SMS.AwsSns', 'SMS.Console', 'SMS.Route', 'SMS.Tencent', 'SMS.Twilio', 'SMS.console'],
    )
  })

  test('show: settings with secrets masked, the chain of Types, where it comes from', async (t) => {
    const { app } = cliApp(t, { 'auths/loginTypes/password/password.json': { authConfig: { salt } } })
    const shown = await runLatchkey({ app }, 'element', 'show', passwordLogin)
    assert.equal(shown.status, 0)
    assert.match(shown.stdout, /auths\.loginTypes\.PasswordType → auths\.loginTypes\.Meta/)
    assert.match(shown.stdout, /auths\/loginTypes\/password\/e\.json, app acme\.login/)
    assert.match(shown.stdout, /"salt": "\*{6}"/)
    const json = await runLatchkey({ app }, 'element', 'show', passwordLogin, '--json')
    const { chain, file, settings } = JSON.parse(json.stdout)
    assert.deepEqual(chain, ['auths.loginTypes.PasswordType', 'auths.loginTypes.Meta'])
    assert.equal(file, 'auths/loginTypes/password/e.json')
    assert.equal(settings.limit.minLength, 6, 'defaults are filled in')
    for (const text of [shown.stdout, json.stdout]) assert.ok(!text.includes(salt))
  })

  test('show: an unknown name tells the nearest ones', async (t) => {
    const { status, stderr } = await runLatchkey(
      { app: cliApp(t).app },
      'element',
      'show',
      'auths.loginTypes.fone',
    )
    assert.equal(status, 1)
    assert.match(stderr, /ELEMENT_NOT_FOUND.*auths\.loginTypes\.phone/)
  })

  test('check: every fault of every element at once, and 78', async (t) => {
    const { app } = cliApp(t, {
      'auths/loginTypes/phone/phone.json': { smsFullName: 'SMS.gone', codeTtl: 601 },
      'auths/loginTypes/password/password.json': { authConfig: { salt }, limit: { minLength: 30 } },
      'corps/Default/Default.json': {},
    })
    const { status, stdout } = await runLatchkey({ app }, 'element', 'check')
    assert.equal(status, 78)
    for (const place of [
      'auths/loginTypes/phone/phone.json: /codeTtl: ',
      'auths/loginTypes/password/password.json: /limit/minLength: ',
      'corps/Default/Default.json: /corpId',
    ])
      assert.match(stdout, new RegExp(`^fault {4}${place}`, 'm'), place)
    assert.match(stdout, /^warning {2}auths\/loginTypes\/password\/password\.json: \/authConfig\/salt: /m)
    assert.ok(!stdout.includes(salt), 'never a value')
  })

  test('check: 0 without faults; SMS.Console is one in production, as at the start', async (t) => {
    const { app } = cliApp(t)
    assert.equal((await runLatchkey({ app }, 'element', 'check')).status, 0)
    const environment = { NODE_ENV: 'production' }
    const { status, stdout } = await runLatchkey({ app, environment }, 'element', 'check')
    assert.equal(status, 78)
    assert.match(stdout, /^fault {4}SMS\/console\/e\.json: \/type: SMS\.Console/m)
  })

  test('check: a folder that is not there, or holds no app, is named', async (t) => {
    const { folder } = cliApp(t)
    for (const [app, message] of [
      [`${folder}/nope`, 'there is no folder '],
      [folder, 'is not in '],
    ] as const) {
      const { status, stdout } = await runLatchkey({}, 'element', 'check', '--app', app)
      assert.equal(status, 78)
      assert.equal(stdout, `fault    app.json: ${message}${app}\n1 fault, 0 warnings\n`)
    }
  })
})
