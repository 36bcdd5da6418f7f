/** Elements that administrators make, change and take back while the app runs (issue of the console). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { AppOptions } from '../../../src/app/app-options.ts'
import { openWholeApp } from '../../../src/app/open-app.ts'
import { defaultTenant } from '../../../src/base/ids.ts'
import { statement } from '../../../src/storage/database.ts'
import { tempFolder } from '../../elements/support/temp-folder.ts'
import { createTestDatabase, onPostgres } from '../../support/postgres-server.ts'
import { appFiles, client } from '../support/app-files.ts'
import { openAdminApp } from './support/admin-app.ts'

type Parts = { readonly app?: AppOptions; readonly files?: Readonly<Record<string, string | object>> }

const secret = 'one-secret-of-a-test-with-32-chars'
const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-vendor', from: '+15005550006' }
const hidden = { secret: true }

/** An app with an owner, and the calls as the console makes them. */
async function openDesk(t: TestContext, { app: options, files }: Parts = {}) {
  const folder = tempFolder(t, { ...appFiles, ...files })
  const data = `${tempFolder(t)}/data`
  const app = await openAdminApp(t, { app: { data, ...options }, ...(files === undefined ? {} : { files }) })
  const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
  const key = { title: 'ann', role: 'owner', days: 1 } as const
  const made = await app.rooms.administrators.desk.makeKey(key, { name: 'ann' }, call)
  const headers = { authorization: `Bearer ${made.secret}` }
  const show = async (fullName: string) => (await app.read(`elements/${fullName}`, headers)).json()
  const put = async (fullName: string, element: object) =>
    (await app.admin('PUT', `elements/${fullName}`, { version: 0, ...element }, headers)).json()
  const check = async (element: object) =>
    (await app.admin('POST', 'elements/check', element, headers)).json()
  const remove = (fullName: string, version: number) =>
    app.admin('DELETE', `elements/${fullName}?version=${version}`, undefined, headers)
  /** Another process of the same installation. */
  const openAnother = async (others: AppOptions = {}) => {
    const another = await openWholeApp(folder, { data, secrets: [secret], ...options, ...others })
    t.after(() => another.app.close())
    return another
  }
  return { ...app, headers, show, put, check, remove, openAnother, folder }
}

const corp = (corpId: string) => ({ title: 'Other', type: 'corps.NormalType', settings: { corpId } })
const service = (settings: object = {}) => ({
  title: 'Twilio',
  type: 'SMS.Twilio',
  settings: { ...twilio, ...settings },
})

/** A Type of the app with secrets in a list, and a destination that is not called so. */
const vaultFiles = {
  'SMS/Vault/e.json': { title: 'Vault', type: 'SMS.Meta', backendBundleEntry: 'vault.ts' },
  'SMS/Vault/vault.ts': `
import { SmsService, Type } from 'latchkey'
const place = Type.String({ destination: true })
export class Vault extends SmsService {
  static settings = Type.Object({
    keys: Type.Array(Type.String({ secret: true })),
    safe: Type.Optional(Type.Object({ place })),
    word: Type.Optional(Type.String()),
  })
  async sendMessage() { return [] }
}
`,
}

function desk(parts: (t: TestContext) => Promise<Parts>): void {
  test('a service with a secret, a route, a phone login, an organisation and a client are made and served', async (t) => {
    const app = await openDesk(t, await parts(t))
    const made = [
      await app.put('SMS.twilio', service()),
      await app.put('SMS.route', {
        title: 'Route',
        type: 'SMS.Route',
        settings: { rules: [{ countries: ['US'], service: 'SMS.twilio' }] },
      }),
      await app.put('auths.loginTypes.abroad', {
        title: 'Abroad',
        type: 'auths.loginTypes.PhoneType',
        settings: { smsFullName: 'SMS.console', allowedCountries: ['GB'], defaultCountry: 'GB' },
      }),
      await app.put('corps.Other', corp('other')),
      await app.put('clients.abroad', {
        title: 'Abroad',
        type: 'clients.NormalType',
        settings: { ...client, default: 0, clientId: 'b'.repeat(32), phoneLogin: 'auths.loginTypes.abroad' },
      }),
    ]
    assert.deepEqual(
      made.map(({ version, error, arguments: faults }) => error ?? faults ?? typeof version),
      made.map(() => 'number'),
    )
    assert.deepEqual(
      app.elements
        .corps()
        .map(({ corpId }) => corpId)
        .toSorted(),
      ['acme', 'other'],
    )
    const sent = await app.sdk(
      'sms/send',
      { mobile: '07400123456', type: 'LOGIN_SMS' },
      { 'x-client-id': 'b'.repeat(32) },
    )
    assert.equal(sent.statusCode, 200, sent.body)
    assert.equal((await app.app.inbox('+447400123456')).length, 1)
    assert.deepEqual(app.defects, [])
  })

  test('a secret never leaves, and stays where its mark comes back', async (t) => {
    const app = await openDesk(t, await parts(t))
    const { version } = await app.put('SMS.twilio', service())
    const shown = await app.show('SMS.twilio')
    assert.deepEqual([shown.own.authToken, shown.effective.authToken], [hidden, hidden])
    const kept = service({ authToken: hidden, from: '+15005550007' })
    const { faults, diff } = await app.check({ fullName: 'SMS.twilio', ...kept })
    assert.deepEqual(faults, [])
    assert.deepEqual(diff, [{ pointer: '/from', before: '+15005550006', after: '+15005550007' }])
    const next = await app.put('SMS.twilio', { ...kept, version })
    const settings = () => app.elements.registry().find('SMS.twilio')?.settings as typeof twilio
    assert.deepEqual([settings().authToken, settings().from], [twilio.authToken, '+15005550007'])
    const renewed = service({ authToken: 'another-token' })
    assert.deepEqual((await app.check({ fullName: 'SMS.twilio', ...renewed })).diff, [
      { pointer: '/authToken', before: hidden, after: hidden },
      { pointer: '/from', before: '+15005550007', after: '+15005550006' },
    ])
    await app.put('SMS.twilio', { ...renewed, version: next.version })
    assert.equal(settings().authToken, 'another-token')
    const rows = JSON.stringify([await all(app, 'element_edits'), await all(app, 'audit')])
    assert.match(rows, /element\.put/)
    assert.doesNotMatch(rows, /token-of-the-vendor|another-token/)
  })

  test('a check tells of no guess whether it is the secret', async (t) => {
    const app = await openDesk(t, await parts(t))
    await app.put('SMS.twilio', service())
    const answerTo = async (guess: string, type = 'SMS.Twilio') =>
      app.check({ fullName: 'SMS.twilio', ...service({ authToken: guess }), type })
    const right = await answerTo(twilio.authToken)
    assert.deepEqual(right, await answerTo('some-other-token'))
    assert.deepEqual(right.diff, [{ pointer: '/authToken', before: hidden, after: hidden }])
    // Of a Type that knows no such secret, what is typed is shown, and right no less than wrong.
    const asCorp = async (guess: string) =>
      (await answerTo(guess, 'corps.NormalType')).diff.find(
        ({ pointer }: { pointer: string }) => pointer === '/authToken',
      )
    assert.equal((await asCorp(twilio.authToken)).after, twilio.authToken)
    assert.equal((await asCorp('some-other-token')).after, 'some-other-token')
  })

  test('of two secrets in a list nobody is told whether they are the same', async (t) => {
    const app = await openDesk(t, { ...(await parts(t)), files: vaultFiles })
    const vault = (keys: unknown[]) => ({ title: 'Vault', type: 'SMS.Vault', settings: { keys } })
    await app.put('SMS.vault', vault(['one-key', 'one-key', 'another']))
    const [first, second, third] = (await app.show('SMS.vault')).own.keys
    const swapped = async (keys: unknown[]) =>
      (await app.check({ fullName: 'SMS.vault', ...vault(keys) })).diff.map(
        ({ pointer }: { pointer: string }) => pointer,
      )
    assert.deepEqual(await swapped([first, second, third]), [])
    assert.deepEqual(await swapped([second, first, third]), ['/keys/0', '/keys/1'])
    assert.deepEqual(await swapped([third, second, first]), ['/keys/0', '/keys/2'])
  })

  test('whatever a schema marks as a destination binds the secrets', async (t) => {
    const app = await openDesk(t, { ...(await parts(t)), files: vaultFiles })
    const vault = (settings: object) => ({ title: 'Vault', type: 'SMS.Vault', settings })
    const { version } = await app.put('SMS.vault', vault({ keys: ['key'], safe: { place: 'a' }, word: 'x' }))
    const { keys } = (await app.show('SMS.vault')).own
    const refused = await app.put('SMS.vault', { ...vault({ keys, safe: { place: 'b' } }), version })
    assert.deepEqual(refused.arguments, {
      'console/SMS/vault/vault.json: /keys/0':
        'has to be entered anew: where the service sends to has changed',
    })
    const gone = await app.put('SMS.vault', { ...vault({ keys }), version })
    assert.equal(gone.error, 'ELEMENT_FAULTY')
    const others = await app.put('SMS.vault', {
      ...vault({ keys, safe: { place: 'a' }, word: 'y' }),
      version,
    })
    assert.equal(typeof others.version, 'number', JSON.stringify(others))
  })

  test('what comes from the environment is shown by its name, kept, and never told', async (t) => {
    const { app: options } = await parts(t)
    const variables = [{ name: 'SID' }, { name: 'TOKEN' }, { name: 'SENDER' }]
    const files = {
      'SMS/twilio/e.json': { title: 'Twilio', type: 'SMS.Twilio', variables },
      'SMS/twilio/sms.json': { accountSid: '{{SID}}', authToken: '{{TOKEN}}', from: 'No {{SENDER}}' },
    }
    const environment = { SID: twilio.accountSid, TOKEN: twilio.authToken, SENDER: '4711' }
    const app = await openDesk(t, { app: { ...options, environment }, files })
    const auditor = await app.keyOf('eve', 'auditor')
    const seen = (await app.read('elements/SMS.twilio', auditor)).body
    assert.doesNotMatch(seen, /AC0000|token-of-the-vendor|4711/)
    const { own, effective } = JSON.parse(seen)
    assert.deepEqual(own, {
      accountSid: { secret: true, variable: '{{SID}}' },
      authToken: { secret: true, variable: '{{TOKEN}}' },
      from: { secret: true, variable: 'No {{SENDER}}' },
    })
    assert.deepEqual(effective.from, own.from)
    const changed = { title: 'Twilio', type: 'SMS.Twilio', settings: { ...own, template: '{code}' } }
    const { faults, diff } = await app.check({ fullName: 'SMS.twilio', ...changed })
    assert.deepEqual([faults, diff], [[], [{ pointer: '/template', after: '{code}' }]])
    assert.equal(typeof (await app.put('SMS.twilio', changed)).version, 'number')
    const settings = app.elements.registry().find('SMS.twilio')?.settings as typeof twilio
    assert.deepEqual([settings.accountSid, settings.from], [twilio.accountSid, 'No 4711'])
    const after = (await app.read('elements/SMS.twilio', auditor)).body
    assert.doesNotMatch(after + JSON.stringify(await all(app, 'element_edits')), /AC0000|4711/)
  })

  test('where a service sends to changes only with its secrets entered anew', async (t) => {
    const app = await openDesk(t, await parts(t))
    const { version } = await app.put('SMS.twilio', service())
    const moved = { endpoint: 'https://evil.example', authToken: hidden }
    const refused = await app.put('SMS.twilio', { ...service(moved), version })
    assert.equal(refused.error, 'ELEMENT_FAULTY')
    assert.match(refused.arguments['console/SMS/twilio/twilio.json: /authToken'], /entered anew/)
    const anew = await app.put('SMS.twilio', { ...service({ endpoint: 'https://other.example' }), version })
    assert.equal(typeof anew.version, 'number')
    const unknown = await app.put('SMS.second', service({ authToken: hidden }))
    assert.equal(unknown.error, 'ELEMENT_FAULTY')
  })

  test('with faults nothing changes: all are told, with their places', async (t) => {
    const app = await openDesk(t, await parts(t))
    const before = app.elements.registry()
    const wrong = {
      title: 'Wrong',
      type: 'auths.loginTypes.PhoneType',
      settings: { codeTtl: 'long', nothing: 1 },
    }
    const { faults } = await app.check({ fullName: 'auths.loginTypes.wrong', ...wrong })
    assert.deepEqual(faults.map(({ pointer }: { pointer: string }) => pointer).toSorted(), [
      '/codeTtl',
      '/nothing',
      '/smsFullName',
    ])
    const refused = await app.put('auths.loginTypes.wrong', wrong)
    assert.equal(refused.error, 'ELEMENT_FAULTY')
    assert.equal(Object.keys(refused.arguments).length, 3)
    for (const element of [
      { title: 'x', type: 'SMS.Twillio', settings: {} },
      { title: 'x', type: '', settings: {} },
      { title: 'x', type: 'SMS.Meta', settings: {} },
      { title: 'x', type: 'SMS.Console', settings: { print: '{{LATCHKEY_SECRET}}' } },
      { title: 'x', type: 'SMS.Console', settings: { a: nested(40) } },
    ])
      assert.match((await app.put('SMS.wrong', element)).error, /^(?:ELEMENT_FAULTY|API_PARAMS_ERROR)$/)
    for (const name of ['SMS.Console', 'SMS.Meta', 'a..b', '1', 'constructor'])
      assert.equal((await app.put(name, corp('b'))).error, 'ELEMENT_FAULTY', name)
    assert.equal(app.elements.registry(), before)
    assert.deepEqual(await all(app, 'element_edits'), [])
    assert.deepEqual(app.defects, [])
  })

  test('of two editors at once one wins, and the other is told', async (t) => {
    const app = await openDesk(t, await parts(t))
    const answers = await Promise.all(['one', 'two', 'three'].map((id) => app.put('corps.Other', corp(id))))
    assert.deepEqual(answers.map(({ error }) => error).toSorted(), [
      'ELEMENT_CHANGED',
      'ELEMENT_CHANGED',
      undefined,
    ])
    const { version } = await app.show('corps.Other')
    assert.equal(
      (await app.put('corps.Other', { ...corp('late'), version: version - 1 })).error,
      'ELEMENT_CHANGED',
    )
    assert.equal((await app.remove('corps.Other', version - 1)).json().error, 'ELEMENT_CHANGED')
    assert.equal((await app.remove('corps.Other', version)).statusCode, 204)
    const again = await app.put('corps.Other', corp('again'))
    assert.ok(again.version > version, 'a version never comes back')
  })

  test('another process follows, and edits of several at once all count', async (t) => {
    const app = await openDesk(t, await parts(t))
    const second = await app.openAnother()
    const call = {
      caller: { kind: 'system', admin: 'bob' },
      tenantId: 'default',
      device: {},
      language: 'en',
    } as never
    const edit = (id: string) => ({ fullName: `corps.${id}`, ...corp(id) })
    await Promise.all([
      ...['a', 'b', 'c'].map((id) => app.desk.put(edit(id), 0, call)),
      ...['d', 'e'].map((id) => second.desk.put(edit(id), 0, call)),
    ])
    for (const opened of [app, second]) {
      await opened.reload.look()
      assert.deepEqual(
        opened.elements
          .corps()
          .map(({ corpId }) => corpId)
          .toSorted(),
        ['a', 'acme', 'b', 'c', 'd', 'e'],
      )
    }
    const third = await app.openAnother()
    assert.equal(third.elements.corps().length, 6, 'a start has them too')
  })

  test('what others use is not taken away, told where', async (t) => {
    const app = await openDesk(t, await parts(t))
    const { version } = await app.put('SMS.twilio', service())
    const login = { smsFullName: 'SMS.twilio', allowedCountries: ['US'], defaultCountry: 'US' }
    await app.put('auths.loginTypes.us', { title: 'US', type: 'auths.loginTypes.PhoneType', settings: login })
    const refused = (await app.remove('SMS.twilio', version)).json()
    assert.equal(refused.error, 'ELEMENT_FAULTY')
    assert.deepEqual(Object.keys(refused.arguments), ['console/auths/loginTypes/us/us.json: /smsFullName'])
    const { faults } = await app.check({ fullName: 'SMS.twilio', remove: true })
    assert.equal(faults[0].place, 'console/auths/loginTypes/us/us.json: /smsFullName')
    assert.equal((await app.show('SMS.twilio')).version, version)
  })

  test('an element of the folder is replaced, and there again when the edit is taken back', async (t) => {
    const app = await openDesk(t, await parts(t))
    const folder = await app.show('corps.Acme')
    assert.deepEqual([folder.source, folder.version, folder.own], ['folder', 0, { corpId: 'acme' }])
    const { version } = await app.put('corps.Acme', corp('renamed'))
    const edited = await app.show('corps.Acme')
    assert.deepEqual([edited.source, edited.replaces, edited.changedBy], ['console', 'acme.login', 'key ann'])
    const { diff } = await app.check({ fullName: 'corps.Acme', remove: true })
    assert.deepEqual(diff, [
      { pointer: 'title', before: 'Other', after: 'Acme' },
      { pointer: '/corpId', before: 'renamed', after: 'acme' },
    ])
    assert.equal((await app.remove('corps.Acme', version)).statusCode, 204)
    assert.deepEqual(await app.show('corps.Acme'), folder)
    assert.equal((await app.remove('corps.Acme', 0)).json().error, 'ELEMENT_FAULTY')
  })
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) }
}

async function all({ rooms }: Pick<Awaited<ReturnType<typeof openDesk>>, 'rooms'>, table: string) {
  await rooms.audit.flush()
  return rooms.database.all(statement<[], object>(`test.all-${table}`, `select * from ${table}`), [])
}

async function onItsPostgres(t: TestContext): Promise<Parts> {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return { app: { databaseUrl: url } }
}

describe('elements of the console, on SQLite', () => desk(async () => ({})))
await onPostgres(8, () => describe('elements of the console, on PostgreSQL', () => desk(onItsPostgres)))
