/** `latchkey init`: what it writes, and that it works. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { askAboutApp } from '../../src/cli/ask-about-app.ts'
import { createAsker } from '../support/ask.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'))

const device = {
  'X-operating-sys-version': 'test',
  'X-device-fingerprint': 'test',
  'X-agent': 'test',
}

describe('latchkey init', () => {
  test('what it wrote starts, and a number and a name can log in', async (t) => {
    const folder = temporaryFolder(t)
    const [app, data] = [join(folder, 'my-app'), join(folder, 'data')]
    const made = await runLatchkey({}, 'init', app, '--yes')
    assert.equal(made.status, 0, made.stderr)
    assert.match(made.stderr, /captcha": "off"/, 'the warning about the captcha')
    assert.ok(made.stderr.endsWith(`start --app ${app} --data ${app}-data\n`), made.stderr)
    const { clientId } = json(app, 'clients/web/client.json')

    const input = 'correct horse battery'
    const user = await runLatchkey(
      { app, data, input },
      'user',
      'create',
      '--username',
      'alice',
      '--password-stdin',
    )
    assert.equal(user.status, 0, user.stderr)
    const asker = createAsker(await startProgram(t, { app, data }).ready())
    t.after(() => asker.close())
    const headers = { ...device, 'X-client-id': clientId }
    const post = (call: string, body: object) => asker.ask({ path: `/api/v2/sdk/${call}`, headers, body })
    assert.equal((await post('sms/send', { mobile: '13800138000', type: 'LOGIN_SMS' })).status, 200)
    const inbox = await asker.ask({ path: '/dev/inbox?phone=13800138000' })
    const [message] = inbox.json.messages as { readonly code: string }[]
    const login = await post('login/mobile-verify-code', {
      mobile: '13800138000',
      verify_code: message?.code,
    })
    assert.equal(login.json.status, 'SUCCESS', login.text)
  })

  test('writes a password login with text transport, 8 characters and no common passwords', async (t) => {
    const app = join(temporaryFolder(t), 'app')
    await runLatchkey({}, 'init', app, '--yes')
    const settings = json(app, 'auths/loginTypes/password/password.json')
    assert.equal(settings.passwordTransport, 'plain')
    assert.deepEqual([settings.limit.minLength, settings.limit.denyCommon], [8, true])
    const client = json(app, 'clients/web/client.json')
    assert.match(client.clientId, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual([client.idTokenAlg, client.captcha], ['ES256', 'off'])
    assert.equal(json(app, 'corps/Default/e.json').type, 'corps.NormalType')
    const check = await runLatchkey({ app }, 'element', 'check')
    assert.equal(check.status, 0, check.stdout)
  })

  test('takes what is given, and every app gets a client id of its own', async (t) => {
    const folder = temporaryFolder(t)
    const given = ['--title', 'Shop', '--app-id', 'shop.front', '--countries', 'us, gb', '--yes']
    await runLatchkey({}, 'init', join(folder, 'a'), ...given)
    await runLatchkey({}, 'init', join(folder, 'b'), ...given)
    assert.deepEqual(json(folder, 'a/app.json'), { appId: 'shop.front', title: 'Shop', version: '1.0.0' })
    const phone = json(folder, 'a/auths/loginTypes/phone/phone.json')
    assert.deepEqual([phone.allowedCountries, phone.defaultCountry], [['US', 'GB'], 'US'])
    const idOf = (name: string) => json(folder, name, 'clients/web/client.json').clientId
    assert.notEqual(idOf('a'), idOf('b'))
  })

  test('a folder that is not empty is left as it is', async (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'mine.txt'), 'mine')
    const { status, stderr } = await runLatchkey({}, 'init', folder, '--yes')
    assert.equal(status, 73)
    assert.match(stderr, /is not empty/)
    assert.deepEqual(readdirSync(folder), ['mine.txt'])
  })

  for (const [option, wrong] of [
    ['--app-id', 'dev.login'],
    ['--app-id', 'no'],
    ['--countries', 'CN,XX'],
    ['--title', ' '],
  ] as const) {
    test(`${option} "${wrong}" is refused by name, and nothing is written`, async (t) => {
      const app = join(temporaryFolder(t), 'app')
      const { status, stderr } = await runLatchkey({}, 'init', app, '--yes', option, wrong)
      assert.equal(status, 64)
      assert.match(stderr, new RegExp(option))
      assert.equal(existsSync(app), false)
    })
  }

  test('without a terminal it says how to do without one', async (t) => {
    const app = join(temporaryFolder(t), 'app')
    const { status, stderr } = await runLatchkey({}, 'init', app)
    assert.equal(status, 64)
    assert.match(stderr, /--yes/)
    assert.equal(existsSync(app), false)
  })

  test('at a terminal it asks for what is not given, and again for what cannot be', async () => {
    const input = new PassThrough()
    let seen = ''
    const backspace = '\u007f'
    const answersTo: [question: string, keys: string][] = [
      ['called', 'Shop\r'],
      ['Id of the app', 'sms.login\r'],
      ['reserved', `${backspace.repeat(9)}shop.login\r`],
      ['Countries', 'us\r'],
    ]
    const output = new Writable({
      write(chunk, _encoding, done) {
        seen += chunk
        const [question = '', keys] = answersTo[0] ?? []
        if (keys !== undefined && seen.includes(question)) {
          seen = ''
          answersTo.shift()
          setImmediate(() => input.write(keys))
        }
        done()
      },
    })
    const answers = await askAboutApp('app', {}, { input, output })
    assert.deepEqual(answers, { title: 'Shop', appId: 'shop.login', countries: ['US'] })
  })
})
