/** A real app on real SQLite files behind its HTTP server, which tests `inject` into; time is the test's. */
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { AppOptions } from '../../../src/app/app-options.ts'
import { type AppServerOptions, createAppServers } from '../../../src/app/app-server.ts'
import { openWholeApp } from '../../../src/app/open-app.ts'
import { createLog } from '../../../src/base/log.ts'
import { type Files, tempFolder } from '../../elements/support/temp-folder.ts'
import { testDatabaseUrl } from '../../support/test-database-url.ts'
import { appFiles, clientId } from './app-files.ts'

export type Headers = Readonly<Record<string, string>>
export type Json = Readonly<Record<string, unknown>>

export type HttpAppParts = {
  /** More files by path; one that is there already is replaced. */
  readonly files?: Files
  readonly app?: AppOptions
  readonly server?: Partial<AppServerOptions>
}

export type HttpApp = Awaited<ReturnType<typeof openHttpApp>>

export const publicUrl = 'http://127.0.0.1:8080'

export const deviceHeaders: Headers = {
  'x-operating-sys-version': 'Android 10',
  'x-device-fingerprint': '156aysdna213sc50',
  'x-agent': 'Mozilla/5.0 (Linux; Android 10)',
}

export async function openHttpApp(t: Pick<TestContext, 'after'>, parts: HttpAppParts = {}) {
  let now = 1_900_000_000_000
  const defects: string[] = []
  const sink = new Writable({
    write(line, _encoding, done) {
      defects.push(String(line))
      done()
    },
  })
  const url = parts.server?.publicUrl ?? (() => publicUrl)
  const data = `${tempFolder(t)}/data`
  const opened = await openWholeApp(tempFolder(t, { ...appFiles, ...parts.files }), {
    data,
    databaseUrl: await testDatabaseUrl(data),
    secrets: ['one-secret-of-a-test-with-32-chars'],
    clock: { now: () => now },
    issuer: url,
    log: createLog('error', sink),
    ...parts.app,
  })
  const { main: server, admin } = createAppServers(opened, {
    production: false,
    trustedProxies: [],
    adminPort: undefined,
    ...parts.server,
    publicUrl: url,
  })
  t.after(async () => {
    await Promise.all([server.close(), admin?.close()])
    await opened.app.close()
  })

  const ask = (request: InjectOptions): Promise<LightMyRequestResponse> => server.inject(request)

  const post = (
    path: string,
    body?: unknown,
    headers: Headers = {},
    method: 'POST' | 'PUT' | 'DELETE' = 'POST',
  ) =>
    ask({
      method,
      url: path,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  /** A call of the SDK API from a complete device. */
  const sdk = (path: string, body?: unknown, headers: Headers = {}) =>
    post(`/api/v2/sdk/${path}`, body, { ...deviceHeaders, 'x-client-id': clientId, ...headers })

  /** A function of an element, `auths.loginTypes.phone` and so on. */
  const element = (fullName: string, name: string, named: unknown = {}, headers: Headers = {}) =>
    post(`/api/acme/login/${fullName.replaceAll('.', '/')}/${name}`, named, headers)

  /** The last code that went to a number. */
  async function codeOf(phone: string): Promise<string> {
    const [message] = await opened.app.inbox(phone)
    if (message === undefined) throw new Error(`no message for ${phone}`)
    return message.code
  }

  /** Logs a number in over the SDK API and gives its session token. */
  async function login(phone: string, headers: Headers = {}): Promise<string> {
    now += 60_000
    await sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' }, headers)
    const answer = await sdk(
      'login/mobile-verify-code',
      { mobile: phone, verify_code: await codeOf(phone) },
      headers,
    )
    return answer.json().session_token
  }

  return {
    ...opened,
    server,
    admin,
    defects,
    ask,
    get: (path: string, headers: Headers = {}) => ask({ method: 'GET', url: path, headers }),
    post,
    sdk,
    element,
    codeOf,
    login,
    now: () => now,
    /** Turns the clock. */
    pass(seconds: number) {
      now += seconds * 1000
    },
  }
}

export function bearer(token: string): Headers {
  return { authorization: `Bearer ${token}` }
}
