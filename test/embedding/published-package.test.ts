/** The published package in an empty project: types, an own Type outside of every node_modules, the command. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { nodeFault } from '../../src/base/node-version.ts'
import { startProgram } from '../support/running-program.ts'
import { writeTree } from '../support/write-tree.ts'
import { type InstalledPackage, installPackage, loadedBy, root, run } from './installed-package.ts'

const compilerOptions = {
  target: 'es2024',
  lib: ['es2024'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
}

/** What spec 1 shows, with the folder's own Type behind it. */
const program = `
import { type App, openApp, type PhoneLogin, Refusal } from 'latchkey'

const [folder = '', data = ''] = process.argv.slice(2)
const environment = { INVITATION_ANN: 'ann-0123456789abcdef', INVITATION_BOB: 'bob-0123456789abcdef' }
const app: App = await openApp(folder, { data, environment })
const phoneAuth = app.getElement<PhoneLogin>('auths.loginTypes.phone')
const sent: { code: 200; message: 'success' } = await phoneAuth.sendMessage('13800138000')
const code = (await app.inbox('13800138000'))[0]?.code ?? ''
const refused = await phoneAuth.register('13800138000', code, 'Ann').catch((error: unknown) => error)
const login = app.getElement('auths.loginTypes.phone')
await login.register?.({ phone: '13800138000', code, nick: 'Ann', invitation: environment.INVITATION_ANN })
await phoneAuth.sendMessage('13900139000').catch(() => undefined)
const unknown = await phoneAuth.getLoginCode({ phone: '13900139000', code: '1' }).catch((error: unknown) => error)
await app.close()
const codes = [refused, unknown].map((error) => (error instanceof Refusal ? error.code : String(error)))
process.stdout.write(JSON.stringify([sent.code, app.appId, ...codes]))
`

const wrongTypes = `
import { openApp, type PhoneLogin } from 'latchkey'

const phoneAuth = (await openApp('.')).getElement<PhoneLogin>('auths.loginTypes.phone')
await phoneAuth.sendMessage(13800138000)
await phoneAuth.getLoginCode({ phone: '13800138000' })
const { loginCode } = await phoneAuth.getLoginCode('13800138000', '123456')
loginCode.toFixed()
`

/** The system's own Node, where it is older than what this package needs. */
function findOlderNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((program) => {
      const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
      return nodeFault(String(stdout).slice(1)) !== undefined && /^v\d/.test(String(stdout))
    })
}

/** What `web/` is made into, with its smaller forms. */
const isPage = (path: string) => /^dist\/web\/(?:\.made-of$|\w+\/(?:assets\/)?[\w.-]+$)/.test(path)

describe('the published package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-published-'))
  const app = join(folder, 'app')
  let installed: InstalledPackage
  before(() => {
    installed = installPackage(folder)
    cpSync(join(root, 'examples/custom-login-type'), app, { recursive: true })
    writeTree(installed.project, {
      'tsconfig.json': JSON.stringify({ compilerOptions, files: ['program.ts'] }),
      'wrong.json': JSON.stringify({ extends: './tsconfig.json', files: ['wrong.ts'] }),
      'program.ts': program,
      'wrong.ts': wrongTypes,
    })
  })
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

  const compile = (project: string) =>
    run(installed.project, join(root, 'node_modules/.bin/tsc'), '--project', project)

  test('holds what runs, its types and the licences, and nothing else', () => {
    const [others, built] = [
      installed.files.filter((path) => !path.startsWith('dist/')),
      installed.files.filter((path) => path.startsWith('dist/')),
    ]
    assert.deepEqual(others.filter((path) => path !== 'LICENSE').toSorted(), [
      'CHANGELOG.md',
      'README.md',
      'SECURITY.md',
      'package.json',
    ])
    for (const needed of ['index.js', 'index.d.ts', 'main.js', 'draw-worker.js', 'THIRD-PARTY-LICENSES'])
      assert.ok(built.includes(`dist/${needed}`), needed)
    assert.deepEqual(
      built.filter(
        (path) =>
          !/^dist\/(?:(?:client\/)?[\w-]+\.js|[\w/-]+\.d\.ts|THIRD-PARTY-LICENSES)$/.test(path) &&
          !isPage(path),
      ),
      [],
    )
  })

  test('publint finds nothing', () => {
    run(installed.staged, join(root, 'node_modules/.bin/publint'), '--strict')
  })

  test('brings the licence of every package that its code holds', () => {
    const licences = readFileSync(join(installed.staged, 'dist/THIRD-PARTY-LICENSES'), 'utf8')
    for (const name of [
      'fastify',
      'kysely',
      'libphonenumber-js',
      'pino',
      'prom-client',
      'typebox',
      'commander',
    ])
      assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|Apache-2\\.0)\\)`, 'm'))
  })

  test('loads at a start only what every start needs', () => {
    const dist = join(installed.staged, 'dist')
    const loaded = loadedBy(dist, ['main.js', 'command-line', 'start'])
    const code = [...loaded].map((name) => readFileSync(join(dist, name), 'utf8')).join('\n')
    for (const needed of ['function openWholeApp', 'function fastify'])
      assert.ok(code.includes(needed), needed)
    for (const later of ['class Kysely', 'collectDefaultMetrics', 'function readCsvRows', 'class Canvas'])
      assert.ok(!code.includes(later), later)
  })

  test('looks at the version of Node before it loads anything else', () => {
    const firstLine = (name: string) =>
      readFileSync(join(installed.staged, 'dist', name), 'utf8')
        .split('\n')
        .find((line) => !line.startsWith('#!'))
    assert.match(firstLine('index.js') ?? '', /^import "\.\/require-node-[\w-]+\.js";$/)
    assert.match(firstLine('main.js') ?? '', /^import .* from "\.\/node-version-[\w-]+\.js";$/)
  })

  const olderNode = findOlderNode()
  test('an older Node is told so, by the library and by the command', {
    skip: olderNode === undefined && 'NOT TESTED: the PATH has no Node older than 24',
  }, () => {
    writeTree(installed.project, { 'older.mjs': "import 'latchkey'\n" })
    for (const program of ['older.mjs', 'node_modules/latchkey/dist/main.js']) {
      const { status, stderr } = spawnSync(olderNode ?? '', [program], {
        cwd: installed.project,
        encoding: 'utf8',
      })
      assert.equal(status, 1)
      assert.match(stderr, /latchkey needs Node 24 or newer, this is v\d+\./, program)
      assert.doesNotMatch(stderr, /this repository/, program)
      if (program.endsWith('main.js')) assert.match(stderr, /npm install node@24/)
    }
  })

  test('a strict TypeScript program compiles against it, its types checked too', () => {
    compile('tsconfig.json')
  })

  test('wrong arguments are told by the compiler', () => {
    assert.throws(
      () => compile('wrong.json'),
      (error: Error) => {
        const lines = [...error.message.matchAll(/^wrong\.ts\((\d+),/gm)].map((match) => Number(match[1]))
        assert.deepEqual([...new Set(lines)], [5, 6, 8], error.message)
        return true
      },
    )
  })

  test('an app folder without node_modules brings a Type in TypeScript, which extends the running copy', () => {
    const printed = run(installed.project, process.execPath, 'program.ts', app, join(folder, 'embedded'))
    assert.deepEqual(JSON.parse(printed), [200, 'acme.invited', 'API_PARAMS_ERROR', 'CODE_ERROR'])
  })

  test('`latchkey start` serves, and ends in order when it is told to', async (t) => {
    const running = startProgram(t, {
      app,
      data: join(folder, 'served'),
      program: join(installed.project, 'node_modules/.bin/latchkey'),
      environment: {
        // That of the test run is elsewhere.
        NODE_COMPILE_CACHE: '',
        INVITATION_ANN: 'ann-0123456789abcdef',
        INVITATION_BOB: 'bob-0123456789abcdef',
      },
    })
    const url = await running.ready()
    const config = await fetch(`${url}/api/acme/invited/auths/loginTypes/phone/getLoginConfig`, {
      method: 'POST',
    })
    const { data } = (await config.json()) as { data: { authType: string } }
    assert.equal(data.authType, 'auths.loginTypes.PhoneType')
    assert.match(await (await fetch(`${url}/metrics`)).text(), /^latchkey_http_request_seconds_count.* 1$/m)
    assert.equal((await fetch(`${url}/docs`)).status, 200)
    assert.match(await (await fetch(`${url}/login`)).text(), /<script type="module"/)
    assert.deepEqual(await running.end('SIGTERM'), { code: 0 })
    assert.ok(
      existsSync(join(installed.project, 'node_modules/latchkey/dist/compiled')),
      'compiled code is kept',
    )
  })
})
