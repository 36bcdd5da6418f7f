/** `latchkey start`: how it starts, how it says no, and how it stops. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { createAsker } from '../support/ask.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { halfRequest } from './support/half-request.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const hasNoStack = (text: string) => assert.doesNotMatch(text, /\n\s+at |node:internal/)

function clientIdOf({ app }: CliPlace): string {
  return JSON.parse(readFileSync(join(app, 'clients/web/client.json'), 'utf8')).clientId
}

/** Nothing listens there any more. */
async function refusesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  try {
    await once(socket, 'connect')
    socket.destroy()
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
  }
}

describe('latchkey start: stopping', () => {
  test('SIGTERM: stops accepting, finishes what is in flight, leaves no journal behind, exits with 0', async (t) => {
    const place = cliApp(t)
    const program = startProgram(t, place)
    const url = await program.ready()
    const idle = createAsker(url)
    t.after(() => idle.close())
    assert.equal((await idle.ask({ path: '/healthz' })).status, 200)
    const slow = await halfRequest(
      url,
      clientIdOf(place),
      JSON.stringify({ mobile: '13800138000', type: 'LOGIN_SMS' }),
    )
    const ended = program.end('SIGTERM')
    await until(() => refusesConnections(url))
    assert.equal(program.hasEnded(), false, 'it waits for the request in flight')
    assert.match(await slow.finish(), /^HTTP\/1\.1 200 /, 'which is answered')
    assert.deepEqual(await ended, { code: 0 })
    for (const name of ['latchkey.sqlite', 'ephemeral.sqlite']) {
      assert.ok(existsSync(join(place.data, name)))
      assert.equal(existsSync(join(place.data, `${name}-wal`)), false, `${name} was closed`)
    }
  })

  test('a connection that never ends its request does not keep it: 0 within ten seconds', async (t) => {
    const place = cliApp(t)
    const program = startProgram(t, place)
    const url = await program.ready()
    const { socket } = await halfRequest(url, clientIdOf(place), '{"never":"sent"}')
    socket.on('error', () => {})
    const began = performance.now()
    assert.deepEqual(await program.end('SIGTERM'), { code: 0 })
    assert.ok(performance.now() - began < 10_000)
  })
})

test('SIGHUP: the app folder is read anew; with faults they are told and the old elements are served on', async (t) => {
  const place = cliApp(t)
  const program = startProgram(t, place)
  const asker = createAsker(await program.ready())
  t.after(() => asker.close())
  const file = join(place.app, 'app.json')
  const title = async () =>
    ((await asker.ask({ path: '/openapi.json' })).json.info as { title: string }).title
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, title: 'Renamed' }))
  assert.equal(await title(), 'Acme')
  process.kill(program.pid, 'SIGHUP')
  await until(() => program.output().includes('the elements are loaded anew'))
  assert.equal(await title(), 'Renamed')
  writeFileSync(file, '{')
  process.kill(program.pid, 'SIGHUP')
  await until(() => program.output().includes('the old ones are served on'))
  assert.match(program.output(), /app\.json: is not JSON/)
  assert.equal(await title(), 'Renamed')
})

describe('latchkey start: listeners', () => {
  test('ADMIN_PORT: health and metrics move to a listener of their own', async (t) => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as { port: number }
    probe.close()
    await once(probe, 'close')
    const program = startProgram(t, { ...cliApp(t), environment: { ADMIN_PORT: String(port) } })
    const main = createAsker(await program.ready())
    const admin = createAsker(`http://127.0.0.1:${port}`)
    t.after(() => {
      main.close()
      admin.close()
    })
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      assert.equal((await admin.ask({ path })).status, 200, path)
      assert.equal((await main.ask({ path })).status, 404, path)
    }
    assert.equal((await admin.ask({ path: '/api/v1/session' })).status, 404)
  })

  test('a port in use, for either listener: one line that names the setting, and 69', async (t) => {
    const taken = createServer().listen(0, '127.0.0.1')
    t.after(() => taken.close())
    await once(taken, 'listening')
    const port = String((taken.address() as { port: number }).port)
    for (const environment of [{ PORT: port }, { PORT: '0', ADMIN_PORT: port }]) {
      const { status, stderr } = await runLatchkey({ ...cliApp(t), environment }, 'start')
      const name = 'ADMIN_PORT' in environment ? 'ADMIN_PORT' : 'PORT'
      assert.equal(stderr, `latchkey: ${name}: 127.0.0.1:${port} is in use by another process\n`)
      assert.equal(status, 69)
    }
  })

  test('an address of another machine: one line, and 69', async (t) => {
    const environment = { HOST: '192.0.2.1', PORT: '0', NODE_ENV: 'production' }
    const files = {
      'SMS/console/e.json': undefined,
      'auths/loginTypes/phone/e.json': undefined,
      'auths/loginTypes/phone/phone.json': undefined,
      'clients/web/client.json': { clientId: 'a'.repeat(32), profile: 'bamboocloud' },
    }
    const { status, stderr } = await runLatchkey({ ...cliApp(t, files), environment }, 'start')
    assert.deepEqual([stderr, status], ['latchkey: HOST: 192.0.2.1:0 is no address of this machine\n', 69])
  })
})

describe('latchkey start: the first steps', () => {
  const client = (clientId: string, more: object) => ({
    clientId: clientId.repeat(32),
    profile: 'bamboocloud',
    phoneLogin: 'auths.loginTypes.phone',
    ...more,
  })
  const template = {
    'clients/many/e.json': { title: 'Many', type: 'clients.NormalType' },
    'clients/many/client.json': client('m', { isv: true, captcha: 'off' }),
  }

  async function welcomeOf(t: TestContext, files: Readonly<Record<string, unknown>>): Promise<string> {
    const program = startProgram(t, cliApp(t, files))
    const url = await program.ready()
    await until(() => program.output().includes(`${url}/docs`))
    return program.output()
  }

  test('of a client without a captcha, in three lines', async (t) => {
    const said = await welcomeOf(t, { 'clients/web/client.json': client('w', { captcha: 'off' }) })
    assert.match(said, /development inbox .*\/dev\/inbox\n/)
    assert.match(said, new RegExp(`curl .*X-client-id: ${'w'.repeat(32)}`))
  })

  test('of one that asks for a captcha: the inbox, and where captchas are explained', async (t) => {
    const said = await welcomeOf(t, { 'clients/web/client.json': client('w', {}), ...template })
    assert.match(said, /development inbox .*\/dev\/inbox\n/)
    assert.match(said, /clients\.web asks for a captcha before it sends a code: docs\/guide\/captchas\.md/)
    assert.doesNotMatch(said, /curl/)
  })

  test('never of a template: its calls need a tenant', async (t) => {
    const files = { 'clients/web/client.json': client('w', { captcha: 'off' }), ...template }
    assert.doesNotMatch(await welcomeOf(t, files), new RegExp(`X-client-id: ${'m'.repeat(32)}`))
    const alone = { 'clients/web/e.json': undefined, 'clients/web/client.json': undefined, ...template }
    const said = await welcomeOf(t, alone)
    assert.match(said, /development inbox /)
    assert.doesNotMatch(said, /curl/)
  })
})

describe('latchkey start: what it says no to', () => {
  test('faults of settings and of elements are told together, by name and never by value, and 78', async (t) => {
    const place = cliApp(t, {
      'corps/Default/Default.json': {},
      'SMS/console/e.json': { title: 'x', type: 'SMS.Gone' },
    })
    const environment = {
      PORT: 'eighty',
      LATCHKEY_SECRET: 'too-short',
      TRUSTED_PROXIES: 'nowhere',
      ADMIN_PORT: '70000',
    }
    const { status, stderr, stdout } = await runLatchkey({ ...place, environment }, 'start')
    assert.equal(status, 78)
    for (const name of [
      'PORT: ',
      'LATCHKEY_SECRET: ',
      'TRUSTED_PROXIES: ',
      'ADMIN_PORT: ',
      'corps/Default/Default.json: /corpId',
      'SMS/console/e.json: /type',
    ])
      assert.ok(stderr.includes(`  ${name}`), `${name}\n${stderr}`)
    assert.ok(!stderr.includes('too-short') && !stderr.includes('eighty'))
    assert.equal(stdout, '')
    assert.equal(existsSync(place.data), false, 'nothing is made')
    hasNoStack(stderr)
  })

  test('SMS.Console in production, or on an address of other machines: 78', async (t) => {
    for (const environment of [{ NODE_ENV: 'production' }, { HOST: '0.0.0.0' }]) {
      const { status, stderr } = await runLatchkey({ ...cliApp(t), environment }, 'start')
      assert.equal(status, 78)
      if ('NODE_ENV' in environment) assert.match(stderr, /configure SMS\.Aliyun, .*sms-services\.md/)
      assert.match(stderr, /SMS\/console\/e\.json: \/type: SMS\.Console is for development/)
    }
  })

  test('a secret that does not open the data folder: one line that says what to do, and 78', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'user', 'list')
    const secret = 'another secret of more than 32 characters'
    const environment = { LATCHKEY_SECRET: secret, PORT: '0' }
    const { status, stderr } = await runLatchkey({ ...place, environment }, 'start')
    assert.equal(status, 78)
    assert.match(
      stderr,
      /^latchkey: LATCHKEY_SECRET: does not open what is stored.*secret behind the new one.*\n$/,
    )
    assert.ok(!stderr.includes(secret))
  })

  test('a generated secret that was cut off: 78', async (t) => {
    const place = cliApp(t)
    mkdirSync(place.data)
    writeFileSync(join(place.data, 'secret'), 'cut')
    const { status, stderr } = await runLatchkey(place, 'start')
    assert.deepEqual(
      [status, /^latchkey: .*secret: holds no secret of at least 32 characters\n$/.test(stderr)],
      [78, true],
    )
  })

  test('a damaged database, durable or not: one line with its file, and 65', async (t) => {
    for (const name of ['latchkey.sqlite', 'ephemeral.sqlite']) {
      const place = cliApp(t)
      mkdirSync(place.data)
      writeFileSync(
        join(place.data, name),
        'this is no database, and it is long enough to be looked at '.repeat(20),
      )
      const { status, stderr } = await runLatchkey({ ...place, environment: { PORT: '0' } }, 'start')
      const file = join(place.data, name)
      assert.deepEqual(
        [stderr, status],
        [`latchkey: ${file}: is no database, or is damaged; restore it from a backup\n`, 65],
      )
    }
  })

  test('a database that another process holds: one line, and 75', async (t) => {
    const place = cliApp(t)
    mkdirSync(place.data)
    const holder = new DatabaseSync(join(place.data, 'latchkey.sqlite'))
    t.after(() => holder.close())
    holder.exec('pragma locking_mode = exclusive; begin exclusive; create table held (x)')
    const { status, stderr } = await runLatchkey({ ...place, environment: { PORT: '0' } }, 'start')
    assert.deepEqual(
      [status, /latchkey\.sqlite: is locked by another process\n$/.test(stderr)],
      [75, true],
      stderr,
    )
    hasNoStack(stderr)
  })

  test('a data folder that cannot be made or written: one line, no stack trace', async (t) => {
    const place = cliApp(t)
    writeFileSync(join(place.folder, 'file'), '')
    const inFile = await runLatchkey({ ...place, data: join(place.folder, 'file/data') }, 'start')
    assert.deepEqual(
      [inFile.status, /file.*a part of it is no folder \(ENOTDIR\)\n$/.test(inFile.stderr)],
      [73, true],
      inFile.stderr,
    )
    hasNoStack(inFile.stderr)
    const isFile = await runLatchkey({ ...place, data: join(place.folder, 'file') }, 'start')
    assert.deepEqual(
      [isFile.status, /is there already and no folder/.test(isFile.stderr)],
      [73, true],
      isFile.stderr,
    )
  })

  test('a data folder of another account: one line, and 77', {
    skip: process.getuid?.() === 0 && 'root may write everywhere',
  }, async (t) => {
    const place = cliApp(t)
    mkdirSync(place.data)
    chmodSync(place.data, 0o500)
    const { status, stderr } = await runLatchkey(place, 'start')
    assert.ok(status === 77 || status === 73, stderr)
    hasNoStack(stderr)
  })

  test('an app folder that is not there: named, and 78', async (t) => {
    const { status, stderr } = await runLatchkey({ ...cliApp(t), app: '/nowhere/at/all' }, 'start')
    assert.deepEqual([status, /app\.json: there is no folder .*nowhere.at.all$/m.test(stderr)], [78, true])
  })

  test('no app at all, outside of the repository: how to name one and how to make one, and 78', async (t) => {
    const cwd = temporaryFolder(t)
    const { status, stderr } = await runLatchkey({ cwd }, 'start')
    assert.equal(stderr, 'latchkey: no app is named: start --app DIR; `latchkey init DIR` writes one\n')
    assert.equal(status, 78)
  })

  test('SMS.Console behind a public address: messages that nobody can read are told', async (t) => {
    const environment = { PUBLIC_URL: 'https://login.example' }
    const program = startProgram(t, { ...cliApp(t), environment })
    await program.ready()
    await until(() => program.output().includes('/captcha: is off'))
    assert.match(program.output(), /SMS\.console: is an SMS\.Console, whose messages nobody can read here/)
    assert.doesNotMatch(program.output(), /dev\/inbox/)
  })

  test('an unsafe setting is told at the start (style, rule 10)', async (t) => {
    const program = startProgram(t, { ...cliApp(t), environment: { TRUSTED_PROXIES: '0.0.0.0/0' } })
    await program.ready()
    assert.equal((await program.end('SIGTERM')).code, 0)
    assert.match(program.output(), /TRUSTED_PROXIES: believes a large part of the world/)
  })
})
