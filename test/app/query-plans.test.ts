/**
 * With 100 million users no statement of a login may read a table or sort one. The statements are those of a real run;
 * both databases are asked how they would go about them.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { generate } from 'otplib'
import type pg from 'pg'
import { grownRows } from '../../bench/growth/grown-rows.ts'
import { readToday } from '../../src/accounts/today.ts'
import { createUserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { sweep } from '../../src/app/sweeper.ts'
import { createAuditList } from '../../src/audit/audit-list.ts'
import { defaultTenant, type SessionId, type UserId } from '../../src/base/ids.ts'
import { createClientSecret } from '../../src/clients/client-secret.ts'
import type { AuthSvc } from '../../src/login/auth-functions.ts'
import { listMessages } from '../../src/sms/message-list.ts'
import { openListPool, openLoginPool } from '../../src/storage/drivers/postgres-pool.ts'
import { client, clientId } from '../http/support/app-files.ts'
import { bearer, deviceHeaders, type HttpApp, openHttpApp } from '../http/support/http-app.ts'
import { basic } from '../http/support/tenant-app.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { type Statements, traceStatements } from '../support/statement-trace.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'

/** The only ones that may be read whole: they are as many as tenants and keys, however many users there are. */
const smallTables = new Set(['tenants', 'signing_keys', 'secrets', 'event_subscribers', 'audit_hours_place'])

/** Statements that walk along an index, and where they end. */
const walks: Readonly<Record<string, string>> = {
  'audit-hours.next': 'from the last record that was counted, for a batch',
  'audit.prune': 'from the oldest record, for a batch',
  'sms-messages.prune': 'from the oldest message, for a batch',
  'sessions.prune': 'from the first that ended, for a batch',
  'known-devices.end-of-batch': 'for a batch',
  'known-devices.prune': 'between two keys that are a batch apart',
}

/** Statements that sort, and how few rows. */
const sorts: Readonly<Record<string, string>> = {
  'sessions.list': 'the sessions of one user',
  'phone-bindings.other': 'the bindings of one user',
  'signing-keys.read-all': 'a handful of keys',
}

const { secret, stored } = createClientSecret()
const files = {
  'clients/web/client.json': { ...client, clientSecret: stored, mfa: 'optional' },
  'auths/loginTypes/password/password.json': {
    passwordTransport: 'plain',
    captcha: 'risk',
    allowRegister: 1,
  },
}

const [amy, bob] = ['13800138000', '13900139000']
const password = 'correct horse'

/** Every way in, what a session is asked for, and what operators and the sweeper do. */
async function live(app: HttpApp): Promise<void> {
  await app.login(amy)
  const token = await app.login(amy)
  await register(app)
  const named = (await app.sdk('login', { user_name: 'bobby', password })).json()
  assert.equal(named.status, 'SUCCESS')
  const session = (await app.get('/api/v1/session', bearer(token))).json()
  app.pass(120)
  assert.equal((await app.get('/api/v1/session', bearer(token))).statusCode, 200)
  const refreshed = await refresh(app, token)
  await ownSessions(app, session)
  await secondFactor(app, session.user.userId)
  await recover(app)
  await operate(app, session.user.userId)
  await app.get('/api/v1/logout', bearer(refreshed))
  await app.rooms.audit.flush()
  await app.rooms.signingKeys.jwks()
  await sweep(app.rooms, { auditDays: 180, deviceDays: 400 }, () => false)
}

async function register(app: HttpApp): Promise<void> {
  app.pass(60)
  await app.sdk('sms/send', { mobile: bob, type: 'REGISTER_SMS' })
  const body = {
    mobile: bob,
    verify_code: await app.codeOf(bob),
    user_name: 'bobby',
    pwd: password,
    name: 'Bob',
  }
  const answer = await app.sdk('register/mobile-verify-code', body)
  assert.equal(answer.json().status, 'SUCCESS', answer.body)
}

async function refresh(app: HttpApp, token: string): Promise<string> {
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...basic(clientId, secret) }
  const asked = { method: 'POST', url: '/api/v2/tenant/token', headers: form } as const
  const { access_token } = (await app.ask({ ...asked, payload: 'grant_type=client_credentials' })).json()
  const body = {
    operating_sys_version: deviceHeaders['x-operating-sys-version'],
    device_fingerprint: deviceHeaders['x-device-fingerprint'],
    device_ip: '10.10.10.1',
    session_token: token,
  }
  const answer = await app.post('/api/v2/tenant/sso/session-token/refresh', body, bearer(access_token))
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().session_token
}

async function ownSessions(
  app: HttpApp,
  session: { sessionId: SessionId; user: { userId: UserId } },
): Promise<void> {
  const { userId } = session.user
  const auth = app.app
    .as({ userId, sessionId: session.sessionId })
    .getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
  const listed = await auth.listSessions()
  assert.equal(listed.length, 2)
  await app.rooms.sessions.findById(defaultTenant, userId, session.sessionId)
  await auth.revokeSession(String(listed.find(({ current }) => !current)?.id))
  await auth.revokeOtherSessions()
}

/** Enrols an authenticator app and logs in with it and with a recovery code. */
async function secondFactor(app: HttpApp, userId: UserId): Promise<void> {
  const owner = { tenantId: defaultTenant, userId }
  const { factors, database } = app.rooms
  const { secret: seed } = await factors.enrol(owner, { issuer: 'Acme', account: 'amy' })
  const code = () => generate({ secret: seed, epoch: app.now() / 1000 })
  const { steps, recoveryCodes } = await factors.confirm(owner, await code())
  await database.commit([...steps])
  await factors.status(owner)
  for (const typed of [code, async () => recoveryCodes[0]]) {
    app.pass(60)
    await app.sdk('sms/send', { mobile: amy, type: 'LOGIN_SMS' })
    const body = { mobile: amy, verify_code: await app.codeOf(amy) }
    const waiting = (await app.sdk('login/mobile-verify-code', body)).json()
    assert.equal(waiting.status, 'MFA_AUTH')
    const done = await app.sdk('mfa/totp', { code: await typed() }, { 'x-state-token': waiting.state_token })
    assert.equal(done.json().status, 'SUCCESS', done.body)
  }
}

/** One request is refused, one approved and carried out. */
async function recover(app: HttpApp): Promise<void> {
  const desk = app.recoveryDesk
  const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
  for (const mobile of ['13700137000', '13600136000']) {
    app.pass(60)
    await app.sdk('sms/send', { mobile, type: 'RECOVER_MOBILE_SMS' })
    const body = { account: bob, mobile, code: await app.codeOf(mobile), reason: 'lost' }
    assert.equal(
      (await app.post('/api/v1/login/recovery', body, { 'x-client-id': clientId })).statusCode,
      200,
    )
    await app.rooms.background.settled()
    const { recoveries } = await desk.list(defaultTenant, { state: 'open', limit: 1 })
    await desk.list(defaultTenant, { state: 'refused', limit: 1 })
    const { id = '' } = recoveries[0] ?? {}
    await desk.show(defaultTenant, id)
    if (mobile === '13700137000') await desk.refuse(id, call)
    else await desk.approve(id, call)
  }
  app.pass(73 * 3600)
  await desk.tend(100)
}

async function operate(app: HttpApp, userId: UserId): Promise<void> {
  const services = accountServicesOf(app)
  const admin = createUserAdmin(services)
  const call = {
    caller: { kind: 'system', reason: 'test' },
    tenantId: defaultTenant,
    device: {},
    language: 'en',
  } as const
  const { next: after } = await admin.list(defaultTenant, { limit: 1 })
  await admin.list(defaultTenant, { limit: 1, after })
  await admin.list(defaultTenant, { limit: 1, status: 'disabled' })
  await admin.list(defaultTenant, { limit: 1, phone: amy })
  await admin.find(defaultTenant, 'bobby')
  await services.userList.byId(defaultTenant, userId, 10)
  await admin.show(defaultTenant, userId)
  const records = createAuditList(services.database)
  const page = await records.page(defaultTenant, { limit: 1 })
  for (const filter of [{ userId }, { actor: 'admin:ann' }, { action: 'login.', result: '!success' }])
    await records.page(defaultTenant, { filter, from: 1, to: app.now() + 1, after: page.next, limit: 1 })
  await readToday(services, defaultTenant, 24)
  for (const filter of [{}, { state: 'sent', country: 'CN' }] as const)
    for (const messagesAfter of [undefined, page.next])
      await listMessages(services.database, defaultTenant, filter, { after: messagesAfter, limit: 1 })
  await admin.disable(userId, call)
  await admin.enable(userId, call)
  await admin.remove(userId, call)
}

/** What else each of them has: a name with a password, an authenticator app, a profile, a message. */
const ownRows = [
  `insert into password_bindings (tenant_id, username_folded, login_type, user_id, stored, version, changed_at)
   select tenant_id, 'n' || id, 'auths.loginTypes.password', id, 'x', 1, 0 from users on conflict do nothing`,
  `insert into totp_factors (tenant_id, user_id, sealed, key_id, last_step, created_at)
   select tenant_id, id, 'x', 'k', 0, 0 from users on conflict do nothing`,
  `insert into recovery_codes (tenant_id, user_id, digest) select tenant_id, id, 'x' from users on conflict do nothing`,
  `insert into recoveries (tenant_id, id, user_id, client_id, login_type, old_phone, new_phone, reason, state, at, due_at,
     notice, ended_at)
   select tenant_id, 'r' || id, id, 'web', 'auths.loginTypes.phone', 'x', 'y', 'z', 'refused', created_at, 0, 'sent',
     created_at from users where true on conflict do nothing`,
  `insert into user_profiles (tenant_id, user_id, fields) select tenant_id, id, '{}' from users on conflict do nothing`,
  `insert into sms_messages (id, at, tenant_id, element, phone, country, prefix, purpose, state, vendor, cost_class,
     changed_at)
   select id, created_at, tenant_id, 'SMS.console', phone, 'CN', '+86', 'LOGIN', 'sent', 'console', 'x', 0 from users on conflict do nothing`,
]

/** Only what is put together at run time, for lists. */
const isOfLists = (name: string) => name.startsWith('select ')

function only(statements: Statements, ofLists: boolean): Statements {
  return new Map([...statements].filter(([name]) => isOfLists(name) === ofLists))
}

/** A statement and what is wrong with the way that the database goes about it. */
type Finding = `${string}: ${string}`

/** Everyone who has grown: more than any page, batch or user's own rows. */
const people = 4_000

/** What the users of one page have. */
const ofOnePage = /"user_id" in \(/

/** Counts that a chart adds up: of a day they are as many as the budgets let messages through. */
const ofCounts = /from "?(?:message_counts|closed_prefixes)\b/

/** What is looked through for a page, ten thousand rows at most. */
const looked = 'looked'

const isWalk = (name: string) => name.replace(/ \d+$/, '') in walks

const ownOfTenantOnly = /\(tenant_id=\?\)$/

function findOnSqlite(file: DatabaseSync, statements: Statements): Finding[] {
  return [...statements].flatMap(([name, sql]) => {
    const lines = file.prepare(`explain query plan ${sql}`).all() as { detail: string }[]
    const isWrong = ({ detail }: { detail: string }) => {
      const [, verb, table = ''] = /^(SCAN|SEARCH) (\w+)/.exec(detail) ?? []
      if (verb === undefined)
        return (
          detail.startsWith('USE TEMP B-TREE') &&
          !(name in sorts || ofOnePage.test(sql) || ofCounts.test(sql))
        )
      const isFine =
        isWalk(name) || smallTables.has(tableOf(sql, table)) || table === 'CONSTANT' || table === looked
      return (
        !isFine &&
        (verb === 'SCAN' || (ownOfTenantOnly.test(detail) && !/ limit /.test(sql) && !ofCounts.test(sql)))
      )
    }
    return lines.filter(isWrong).map(({ detail }): Finding => `${name}: ${detail}`)
  })
}

/** Plans tell the name that the statement gives a table. */
function tableOf(sql: string, alias: string): string {
  return new RegExp(`\\b(?:from|join)\\s+(\\w+)\\s+(?:as\\s+)?${alias}\\b`, 'i').exec(sql)?.[1] ?? alias
}

type PlanNode = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Total Cost': number
  readonly Plans?: readonly PlanNode[]
}

/** A few pages read at keys, and written. Reading all rows of this test's people costs several times as much. */
const mostCost = 100

async function findOnPostgres(pool: pg.Pool, statements: Statements): Promise<Finding[]> {
  const client = await pool.connect()
  try {
    return await findOn(client, statements)
  } finally {
    client.release(true)
  }
}

async function findOn(client: pg.PoolClient, statements: Statements): Promise<Finding[]> {
  await client.query('set plan_cache_mode = force_generic_plan')
  const findings: Finding[] = []
  for (const [name, sql] of statements) {
    await client.query(`prepare asked as ${sql}`)
    const values = Array.from({
      length: Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n))),
    })
    const list = values.length === 0 ? '' : `(${values.map(() => 'null').join(', ')})`
    const { rows } = await client.query(`explain (format json) execute asked ${list}`)
    await client.query('deallocate asked')
    const plan: PlanNode = rows[0]['QUERY PLAN'][0].Plan
    const scanned = nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan')
    const wrongly = scanned.filter(
      (node) => !smallTables.has(node['Relation Name'] ?? '') && !ofCounts.test(sql),
    )
    findings.push(...wrongly.map((node): Finding => `${name}: reads all of ${node['Relation Name']}`))
    const cost = plan['Total Cost']
    const isCheap = scanned.length > 0 || isWalk(name) || / limit /.test(sql) || cost < mostCost
    if (!isCheap) findings.push(`${name}: costs ${cost}`)
  }
  return findings
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

describe('query plans on SQLite', () => {
  test('no statement reads a table or sorts one', async (t) => {
    const databaseFile = join(temporaryFolder(t), 'latchkey.sqlite')
    const app = await openHttpApp(t, { files, app: { databaseUrl: undefined, databaseFile } })
    const statements = await traceStatements(app.rooms.database, () => live(app))
    const file = new DatabaseSync(databaseFile)
    t.after(() => file.close())
    assert.deepEqual(findOnSqlite(file, statements), [])
  })
})

await onPostgres(1, () =>
  describe('query plans on PostgreSQL', () => {
    test('no statement reads a table or sorts one, with statistics and without', async (t) => {
      const { url, drop } = await createMigratedDatabase()
      const app = await openHttpApp(t, { files, app: { databaseUrl: url } })
      const statements = await traceStatements(app.rooms.database, () => live(app))
      const ofLogins = await openLoginPool(url, 1, { patientMs: 60_000 })
      const ofLists = await openListPool(url)
      t.after(async () => {
        await Promise.all([ofLogins.end(), ofLists.end()])
        await drop()
      })
      const prepared = only(statements, false)
      const whileEmpty = await findOnPostgres(ofLogins, prepared)
      for (const sql of [...grownRows('postgres', people, app.now()), ...ownRows]) await ofLists.query(sql)
      await ofLists.query('analyze')
      const grown = await findOnPostgres(ofLogins, prepared)
      const lists = await findOnPostgres(ofLists, only(statements, true))
      assert.deepEqual([...whileEmpty, ...grown, ...lists], [])
    })
  }),
)
