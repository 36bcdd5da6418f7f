/** What `npm start` offers, as README.md tells it: the login page, its way back to an application, the inbox, the link to the console. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadSettings } from '../../src/config/load-settings.ts'
import { createAsker } from '../support/ask.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const { app } = loadSettings({})

test('npm start serves the example: from the login page to an application on localhost', async (t) => {
  assert.match(read('package.json').scripts.start, /node .*src\/main\.ts start$/)
  const { clientId, redirectUris } = read(join(app, 'clients/web/client.json'))
  const [redirectUri] = redirectUris as [string]
  assert.equal(new URL(redirectUri).hostname, 'localhost')

  const program = startProgram(t, { app: join(root, app), data: temporaryFolder(t) })
  const url = await program.ready()
  const { ask, close } = createAsker(url)
  t.after(close)
  await until(() => /http:\S+\/console#invite=\S+/.test(program.output()))
  assert.match((await ask({ path: '/login' })).text, /<script type="module"/)
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri })
  const facts = await ask({ path: `/api/v1/login/page?${query}` })
  assert.equal(facts.json.inbox, '/dev/inbox', facts.text)

  const headers = {
    'x-client-id': clientId,
    'x-operating-sys-version': 'tests',
    'x-device-fingerprint': 'tests',
    'x-agent': 'tests',
  }
  const mobile = '13800138000'
  const sdk = (call: string, body: object) => ask({ path: `/api/v2/sdk/${call}`, headers, body })
  assert.equal((await sdk('sms/send', { mobile, type: 'LOGIN_SMS' })).status, 200)
  const { messages } = (await ask({ path: `/dev/inbox?phone=${mobile}` })).json
  const [message] = messages as readonly { readonly code: string }[]
  const login = await sdk('login/mobile-verify-code', { mobile, verify_code: message?.code })

  const codeVerifier = randomBytes(32).toString('base64url')
  const page = { 'x-client-id': clientId, origin: url, cookie: `latchkey=${login.json.session_token}` }
  const back = await ask({
    path: '/api/v1/login/authorize',
    headers: page,
    body: { redirectUri, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') },
  })
  const target = new URL(String(back.json.redirectTo))
  assert.equal(target.origin + target.pathname, redirectUri, back.text)
  const session = await ask({
    path: '/api/v1/login/token',
    headers: { 'x-client-id': clientId },
    body: { code: target.searchParams.get('code'), redirectUri, codeVerifier },
  })
  assert.equal(typeof session.json.sessionToken, 'string', session.text)
})
