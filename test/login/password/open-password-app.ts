/** A real app on real SQLite files with password logins, a clock that the test turns, and a captcha text that it knows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AppOptions } from '../../../src/app/app-options.ts'
import { openWholeApp } from '../../../src/app/open-app.ts'
import { md5Hex } from '../../../src/base/digest.ts'
import { defaultTenant, type SessionId, type UserId } from '../../../src/base/ids.ts'
import type { CallContext } from '../../../src/elements/caller.ts'
import type { AuthSvc } from '../../../src/login/auth-functions.ts'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { testDatabaseUrl } from '../../support/test-database-url.ts'
import { writeTree } from '../../support/write-tree.ts'
import { freshLoginCode } from '../fresh-login-code.ts'

export const fullName = 'auths.loginTypes.password'
export const clientId = 'passwordTestClient00000000000000'
export const captchaText = 'A2B3'
export const secret = 'one-secret-of-a-test-with-32-chars'

type Json = Readonly<Record<string, unknown>>

export type PasswordAppParts = {
  /** Configuration of the password login; what is left out makes tests short: no captcha, texts, registration. */
  readonly settings?: Json
  readonly client?: Json
  /** More files by path. */
  readonly files?: Readonly<Record<string, Json>>
  /** Modules of own Types by path. */
  readonly sources?: Readonly<Record<string, string>>
  /** The folder of the databases: an app may be opened twice on one. */
  readonly data?: string
  readonly clock?: TurnedClock
  readonly secrets?: readonly string[]
  readonly options?: AppOptions
}

export type TurnedClock = { now(): number; advance(ms: number): void }

export type PasswordApp = Awaited<ReturnType<typeof openPasswordApp>>

export function turnedClock(time = 1_900_000_000_000): TurnedClock {
  let now = time
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-password-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function openPasswordApp(t: Pick<TestContext, 'after'>, parts: PasswordAppParts = {}) {
  const { data = temporaryFolder(t), clock = turnedClock(), secrets = [secret], options = {} } = parts
  const appDir = temporaryFolder(t)
  writeTree(appDir, { ...asTexts({ ...appFiles(parts), ...parts.files }), ...parts.sources })
  const opened = await openWholeApp(appDir, {
    data,
    databaseUrl: await testDatabaseUrl(data),
    clock,
    secrets,
    captchaSource: () => captchaText,
    ...options,
  })
  const { app } = opened
  let isClosed = false
  const close = async () => {
    if (!isClosed) await app.close()
    isClosed = true
  }
  t.after(close)
  /** From a login code to a session, on a device. */
  const session = async (loginCode: string, key?: string) => {
    const device = key === undefined ? {} : { key }
    const service = app.with({ device }).getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
    return service.loginByCode(loginCode, '', 'web')
  }
  const user = (userId: string, sessionId = 'session') =>
    view({ caller: { kind: 'user', userId: userId as UserId, sessionId: sessionId as SessionId } })
  const view = (call: Partial<CallContext>) => app.with(call).getElement<PasswordLogin>(fullName)
  return {
    ...opened,
    clock,
    data,
    close,
    login: app.getElement<PasswordLogin>(fullName),
    phone: app.getElement<PhoneLogin>('auths.loginTypes.phone'),
    sessions: app.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc'),
    /** As somebody who is not signed in, over the network. */
    anonymous: (address = '198.51.100.1', key?: string) =>
      view({ caller: { kind: 'anonymous' }, address, device: key === undefined ? {} : { key } }),
    session,
    /** As a user in a session that nobody logged in for. */
    user,
    /** As a user who logs in now, in whatever way. */
    async signedIn(userId: string) {
      const loginCode = await freshLoginCode(opened, userId, fullName, clientId)
      const { sessionToken: token = '' } = await session(loginCode)
      const sessionId = (await opened.rooms.sessions.findByToken(token))?.id
      return { token, sessionId, login: user(userId, sessionId) }
    },
    isAlive: async (token: string) => (await opened.rooms.sessions.findByToken(token)) !== undefined,
    device: (key: string) => view({ device: { key } }),
    /** A user with this name and password. */
    async add(username: string, password = 'correct horse'): Promise<string> {
      const login = app.getElement<PasswordLogin>(fullName)
      return (await login.register(username, password, '', '', username)).userId.value
    },
    /** A user whose stored form is what another system had. */
    async addStored(username: string, stored: string): Promise<string> {
      const userId = await this.add(username)
      const { stored: made } = await this.account(userId)
      const owner = { tenantId: defaultTenant, userId: userId as UserId, loginType: fullName }
      await opened.rooms.database.commit([opened.rooms.passwordBindings.rewrite(owner, made, stored)])
      return userId
    },
    async account(userId: string) {
      const owner = { tenantId: defaultTenant, userId: userId as UserId, loginType: fullName }
      const account = await opened.rooms.passwordBindings.findByUser(owner, undefined)
      if (account === undefined) throw new Error('no binding')
      return account
    },
    /** Results of the audit log's records of one action, oldest first. */
    async audited(action: string): Promise<string[]> {
      await opened.rooms.audit.flush()
      const rows = await (await opened.rooms.database.kysely())
        .selectFrom('audit')
        .select('result')
        .where('action', '=', action)
        .orderBy('id')
        .execute()
      return rows.map(({ result }) => String(result))
    },
  }
}

/** Keeps every place of the hash queue, so that what comes later waits until the answer is called. */
export function holdHashing({ rooms }: Pick<PasswordApp, 'rooms'>): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  while (rooms.hashQueue.depth().waiting === 0) void rooms.hashQueue.run(() => promise)
  return resolve
}

/** What a front end sends where the transport is `md5`. */
export const md5 = md5Hex

/** The refusal of a code, for `assert.rejects`; `seconds` are the seconds to wait. */
export function refusal(code: string, seconds?: number) {
  return (error: unknown) => {
    const { code: found, details } = error as { code?: string; details?: { seconds?: number } }
    if (found !== code) throw error
    if (seconds !== undefined && details?.seconds !== seconds)
      throw new Error(`${code} tells ${details?.seconds} seconds`, { cause: error })
    return true
  }
}

/** What became of each call: its refusal's code, or `ok`. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status, ...rest } of await Promise.allSettled(calls)) {
    const code = status === 'fulfilled' ? 'ok' : String((rest as { reason: { code?: string } }).reason.code)
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

function appFiles({ settings = {}, client = {} }: PasswordAppParts): Record<string, Json> {
  return {
    'app.json': { appId: 'test.login', title: 'Test', version: '1.0.0' },
    'SMS/console/e.json': { title: 'Console', type: 'SMS.Console' },
    'SMS/console/sms.json': { print: false },
    'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
    'auths/loginTypes/phone/phone.json': { smsFullName: 'SMS.console' },
    'auths/loginTypes/password/e.json': { title: 'Password', type: 'auths.loginTypes.PasswordType' },
    'auths/loginTypes/password/password.json': {
      allowRegister: 1,
      passwordTransport: 'plain',
      captcha: 'risk',
      ...settings,
    },
    'corps/Acme/e.json': { title: 'Acme', type: 'corps.NormalType' },
    'corps/Acme/corp.json': { corpId: 'acme' },
    'clients/web/e.json': { title: 'Web', type: 'clients.NormalType' },
    'clients/web/client.json': {
      clientId,
      profile: 'bamboocloud',
      default: 1,
      phoneLogin: 'auths.loginTypes.phone',
      passwordLogin: fullName,
      captcha: 'off',
      idTokenAlg: 'ES256',
      ...client,
    },
  }
}

function asTexts(files: Record<string, Json>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)]))
}
