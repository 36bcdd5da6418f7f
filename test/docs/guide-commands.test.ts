/** Every command of README.md and docs/guide: run as it stands there, or named below with who runs it or why nobody does here. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { loadSettings } from '../../src/config/load-settings.ts'
import { childEnvironment, startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { writeTree } from '../support/write-tree.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const guide = readdirSync(join(root, 'docs/guide')).map((name) => `docs/guide/${name}`)
const pages = ['README.md', 'README.zh-CN.md', ...guide].filter((path) => existsSync(join(root, path)))

/** A command that was broken into lines is one; notes behind it are none of it. */
function commandsOf(page: string): string[] {
  return [...read(page).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/\s{2,}#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => line.split(' && '))
}

const commands = [...new Set(pages.flatMap(commandsOf))]

const app = '--app my-app --data my-app-data'

/** In this order, in one folder with one app: what each must print. */
const runHere: Readonly<Record<string, RegExp>> = {
  'npm run latchkey -- init my-app --yes': /^wrote 10 files/m,
  'npm run latchkey -- element check --app my-app': /^0 faults, 1 warning$/m,
  [`npm start -- ${app}`]: /serves at http/,
  "curl http://127.0.0.1:8080/api/v1/session -H 'Authorization: Bearer THE_SESSION_TOKEN'":
    /"phone"|"userId"/,
  'npm run latchkey -- keys list': /current/,
  'npm run latchkey -- keys rotate': /is signed with \S+ from now on/,
  'npx latchkey user import users.csv --data .latchkey --app my-app --dry-run': /1/,
  'npx latchkey user import users.csv --data .latchkey --app my-app --rejects rejects.csv': /1/,
  [`npm run latchkey -- tenant create acme --title "Acme Ltd." ${app}`]: /^acme created/m,
  [`npm run latchkey -- tenant list ${app}`]: /acme/,
  [`npm run latchkey -- tenant close acme ${app}`]: /acme/,
  'npm run latchkey -- client secret': /^clientSecret {2}sha256:/m,
  [`npm run latchkey -- sms try ${app} --element SMS.main --to +8613800138000`]: /^SMS\.main: accepted/m,
  'npm run latchkey -- webhook add https://example.com/hooks/latchkey --event user.created user.deleted':
    /^id +wh_/m,
  'npm run latchkey -- webhook list': /example\.com/,
  'npm run latchkey -- webhook deliveries wh_… --state failed': /^$/,
  'npm run latchkey -- webhook replay wh_… --since 2026-11-21T09:00:00Z --failed': /0/,
}

/** These ask at the terminal whether it is meant; here nobody sits at one. */
const asksFirst = [`npm run latchkey -- tenant close acme ${app}`]

/** They find nothing to do here, and say so with 1. */
const findsNothing = ['npm run latchkey -- webhook replay wh_… --since 2026-11-21T09:00:00Z --failed']

const cleanClone = '.ci/run'
const installedPackage = 'test/embedding/published-package.test.ts'

/** What runs the same: a program, or a test of its own. */
const runElsewhere: Readonly<Record<string, string>> = {
  'npm ci': cleanClone,
  'npm test': cleanClone,
  'npm run build': installedPackage,
  'npm pack': installedPackage,
  'npm start': 'test/examples/npm-start.test.ts',
  'npm install /path/to/latchkey-0.1.0.tgz': installedPackage,
  'npm install --prefix /opt/latchkey --omit=dev --ignore-scripts ./latchkey-0.1.0.tgz': installedPackage,
  'npm run latchkey -- element export my-app --app my-app --env elements.env':
    'test/cli/element-export.test.ts',
  'npm run simulate:pumping': 'test/bench/pumping.test.ts',
  [`PUBLIC_URL=https://login.example.com npm run latchkey -- sms receipt-url ${app} --element SMS.main`]:
    'test/cli/sms-receipt-url.test.ts',
  'curl -X POST http://127.0.0.1:8080/api/v2/sdk/register/mobile-verify-code -H \'Content-Type: application/json\' -H \'X-client-id: …\' -H \'X-device-fingerprint: …\' -H \'X-operating-sys-version: …\' -H \'X-agent: …\' -d \'{"mobile":"13800138000","verify_code":"123456","user_name":"li.lei","pwd":"correct horse","attr_nick_name":"Lei"}\'':
    'test/http/sdk/register-fields.test.ts',
  "curl -X POST http://127.0.0.1:8080/api/v2/sdk/mfa/totp -H 'Content-Type: application/json' -H 'X-client-id: …' -H 'X-device-fingerprint: …' -H 'X-operating-sys-version: …' -H 'X-agent: …' -H \"X-state-token: $STATE\" -d '{\"code\":\"123456\"}'":
    'test/http/second-factor.test.ts',
  'curl -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials https://login.example/api/v2/tenant/token':
    'test/http/tenant-calls.test.ts',
}

const asRoot = 'changes the machine it runs on, as root'
const noEngine = 'needs a container engine'

const runNowhere: Readonly<Record<string, string>> = {
  'npm install --save-dev /path/to/latchkey-0.1.0.tgz typescript @types/node': 'downloads from the registry',
  'npm run bench -- --only login --store postgres': 'minutes; a measurement needs an idle machine',
  'npm run bench -- --only growth --store sqlite,postgres': 'an hour, and 25 GB of disk',
  'npm run latchkey -- webhook try wh_…': 'calls example.com',
  'createuser latchkey --pwprompt': 'makes an account of a database server, and asks for its password',
  'createdb latchkey --owner latchkey --encoding UTF8 --locale C.UTF-8 --template template0':
    'needs the account of the line before',
  'install -d -m 0755 /etc/latchkey': asRoot,
  'cp -r my-app /etc/latchkey/app': asRoot,
  'install -m 0600 /dev/null /etc/latchkey/environment': asRoot,
  'cp deploy/latchkey.service /etc/systemd/system/': asRoot,
  'systemctl daemon-reload': asRoot,
  'systemctl enable --now latchkey': asRoot,
  'journalctl -u latchkey': asRoot,
  'systemctl reload latchkey': asRoot,
  'systemd-run --pipe --wait -p DynamicUser=yes -p User=latchkey -p StateDirectory=latchkey -p EnvironmentFile=/etc/latchkey/environment -E NODE_ENV=production -E LATCHKEY_APP=/etc/latchkey/app -E LATCHKEY_DATA=/var/lib/latchkey /opt/latchkey/node_modules/.bin/latchkey backup /var/lib/latchkey/backup.sqlite':
    asRoot,
  'docker build -t latchkey --build-arg SMS_SDK=twilio@6.2.0 .': noEngine,
  'docker run -d --name latchkey --restart unless-stopped --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -p 127.0.0.1:8080:8080 -v latchkey-data:/data -v "$PWD/my-app:/app:ro" --env-file latchkey.env latchkey':
    noEngine,
  'docker exec latchkey latchkey doctor': noEngine,
  'docker kill --signal HUP latchkey': noEngine,
}

const isSetting = (command: string) => /^[A-Z_]+=\S+$/.test(command)

test('every command of the guide is run, or it is said who runs it or why nobody does', (t) => {
  const known = [runHere, runElsewhere, runNowhere].flatMap((list) => Object.keys(list))
  assert.deepEqual(
    commands.filter((command) => !known.includes(command) && !isSetting(command)),
    [],
    'commands that no list has',
  )
  assert.deepEqual(
    known.filter((command) => !commands.includes(command)),
    [],
    'commands that no page has any more',
  )
  for (const file of Object.values(runElsewhere)) assert.ok(existsSync(join(root, file)), file)
  const count = (list: object) => Object.keys(list).length
  t.diagnostic(
    `${commands.length} commands: ${count(runHere)} run here, ${count(runElsewhere)} elsewhere, ${count(runNowhere)} nowhere`,
  )
})

test('settings that the guide names are read', () => {
  const named = commands.filter(isSetting)
  assert.ok(named.length > 0)
  for (const line of named) {
    const [name = '', value = ''] = line.split('=')
    assert.notDeepEqual(loadSettings({ [name]: value }), loadSettings({}), line)
  }
})

test('the index of the guide has every page once, with a line on each', () => {
  const listed = [...read('docs/guide/README.md').matchAll(/^(\d+)\. \[[^\]]+\]\(([\w-]+\.md)\): \S.*\.$/gm)]
  assert.deepEqual(
    listed.map(([, place]) => Number(place)),
    listed.map((_, i) => i + 1),
  )
  assert.deepEqual(
    listed.map(([, , page]) => `docs/guide/${page}`).toSorted(),
    guide.filter((path) => !path.endsWith('/README.md')).toSorted(),
  )
})

describe('the commands of the guide, in its order', () => {
  test('all of them', async (t) => {
    const folder = temporaryFolder(t)
    writeShims(folder)
    writeTree(folder, { 'users.csv': 'phone,nick\n13900139000,Li Lei\n' })
    let server: { readonly url: string; readonly token: string } | undefined
    let webhook = ''
    for (const [command, expected] of Object.entries(runHere)) {
      if (command === `npm start -- ${app}`) {
        // The services that later commands name; `init` makes none that costs money.
        cpSync(join(folder, 'my-app/SMS/console'), join(folder, 'my-app/SMS/main'), { recursive: true })
        const program = startProgram(t, { app: join(folder, 'my-app'), data: join(folder, 'my-app-data') })
        const url = await program.ready()
        server = { url, token: await logIn(url, folder) }
        await until(() => expected.test(program.output()))
        continue
      }
      const line = command
        .replace('http://127.0.0.1:8080', server?.url ?? '')
        .replace('THE_SESSION_TOKEN', server?.token ?? '')
        .replace('wh_…', webhook)
      const { status, said } = await shell(folder, asksFirst.includes(command) ? `${line} --yes` : line)
      assert.equal(status, findsNothing.includes(command) ? 1 : 0, `${line}\n${said}`)
      assert.match(said, expected, `${line}\n${said}`)
      webhook = /^id +(wh_\S+)/m.exec(said)?.[1] ?? webhook
    }
  })
})

/** `npm run latchkey`, `npx latchkey`: the program of this repository, in the folder of the reader. */
function writeShims(folder: string): void {
  assert.equal(JSON.parse(read('package.json')).scripts.latchkey, 'node src/main.ts')
  const program = `exec '${process.execPath}' '${join(root, 'src/main.ts')}' "$@"\n`
  writeTree(folder, {
    'bin/npm': `#!/bin/sh\n[ "$1 $2 $3" = "run latchkey --" ] || exit 99\nshift 3\n${program}`,
    'bin/npx': `#!/bin/sh\n[ "$1" = latchkey ] || exit 99\nshift\n${program}`,
  })
  for (const name of ['npm', 'npx']) chmodSync(join(folder, 'bin', name), 0o755)
}

type Said = { readonly status: number | null; readonly said: string }

function shell(folder: string, line: string): Promise<Said> {
  const environment = childEnvironment({
    LATCHKEY_APP: 'my-app',
    LATCHKEY_DATA: 'my-app-data',
    // Seventeen starts of one program.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  })
  const env = { ...environment, PATH: `${join(folder, 'bin')}:${environment.PATH}` }
  const child = spawn('/bin/sh', ['-ec', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, said })))
}

/** A session, as the page before that command gets one. */
async function logIn(url: string, folder: string): Promise<string> {
  const { clientId } = JSON.parse(readFileSync(join(folder, 'my-app/clients/web/client.json'), 'utf8'))
  const headers = {
    'content-type': 'application/json',
    'x-client-id': clientId,
    'x-operating-sys-version': 'tests',
    'x-device-fingerprint': 'tests',
    'x-agent': 'tests',
  }
  const post = (path: string, body: object) =>
    fetch(`${url}/api/v2/sdk/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const mobile = '13800138000'
  await post('sms/send', { mobile, type: 'LOGIN_SMS' })
  const inbox = (await (await fetch(`${url}/dev/inbox?phone=${mobile}`)).json()) as {
    messages: { code: string }[]
  }
  const login = await post('login/mobile-verify-code', { mobile, verify_code: inbox.messages[0]?.code })
  const { session_token } = (await login.json()) as { session_token: string }
  return session_token
}
