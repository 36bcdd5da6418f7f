/** An app whose logins stop at steps, with a user who has a number, a name and a password. */
import { hash } from 'node:crypto'
import type { TestContext } from 'node:test'
import { generate } from 'otplib'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { client } from './app-files.ts'
import { type Headers, type HttpAppParts, type Json, openHttpApp } from './http-app.ts'

export const mobile = '13800138000'
export const username = 'alice'
export const password = 'correct horse'

type Answer = Json & { readonly status: string }

export type FlowOptions = {
  /** Over the client's settings. */
  readonly client?: object
  /** Over the password login's settings. */
  readonly passwords?: object
  /** More files by path. */
  readonly files?: NonNullable<HttpAppParts['files']>
  readonly server?: NonNullable<HttpAppParts['server']>
  readonly app?: NonNullable<HttpAppParts['app']>
}

export async function openFlowApp(t: TestContext, options: FlowOptions = {}) {
  const files: HttpAppParts['files'] = {
    'clients/web/client.json': { ...client, reauthSeconds: 600, ...options.client },
    'auths/loginTypes/password/password.json': {
      passwordTransport: 'plain',
      captcha: 'risk',
      ...options.passwords,
    },
    ...options.files,
  }
  const app = await openHttpApp(t, {
    files,
    ...(options.server === undefined ? {} : { server: options.server }),
    ...(options.app === undefined ? {} : { app: options.app }),
  })
  const phones = app.app.getElement<PhoneLogin>('auths.loginTypes.phone')
  await phones.sendMessage(mobile, 'login')
  const registered = await phones.register(mobile, await app.codeOf(mobile), 'Alice')
  const userId = registered.userId.value
  const sent = Object(options.passwords).passwordTransport === 'md5' ? hash('md5', password) : password
  await app.app.getElement<PasswordLogin>('auths.loginTypes.password').bind(userId, username, sent)
  app.pass(60)

  const call = async (path: string, body?: unknown, headers: Headers = {}): Promise<Answer> => {
    const answer = await app.sdk(path, body, headers)
    return answer.body === '' ? { status: 'EMPTY' } : (answer.json() as Answer)
  }
  const get = async (path: string, headers: Headers = {}): Promise<Answer> =>
    (
      await app.get(`/api/v2/sdk/${path}`, {
        'x-operating-sys-version': 'Android 10',
        'x-device-fingerprint': '156aysdna213sc50',
        'x-agent': 'test',
        'x-client-id': client.clientId,
        ...headers,
      })
    ).json() as Answer

  /** Sends a code of a type and reads it from the inbox; nothing when none arrived. */
  async function codeFor(type: string, number = mobile, headers: Headers = {}): Promise<string | undefined> {
    app.pass(60)
    const before = (await app.app.inbox(number)).length
    const sent = await call('sms/send', { mobile: number, type }, headers)
    if (sent.status !== 'EMPTY') throw new Error(JSON.stringify(sent))
    await app.rooms.background.settled()
    const messages = await app.app.inbox(number)
    return messages.length > before ? messages[0]?.code : undefined
  }

  async function bySms(): Promise<Answer> {
    return call('login/mobile-verify-code', { mobile, verify_code: await codeFor('LOGIN_SMS') })
  }

  const byPassword = (text = password) => call('login', { user_name: username, password: text })

  /** Enrols TOTP for the user; gives the seed. */
  async function enrol(): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
    const owner = { tenantId: 'default', userId } as Parameters<typeof app.rooms.factors.has>[0]
    const { secret } = await app.rooms.factors.enrol(owner, { issuer: 'Acme', account: username })
    const { steps, recoveryCodes } = await app.rooms.factors.confirm(owner, await totp(secret))
    await app.rooms.database.commit([...steps])
    app.pass(60)
    return { secret, recoveryCodes }
  }

  const totp = (secret: string) => generate({ secret, epoch: app.now() / 1000 })

  return { ...app, userId, call, get, codeFor, bySms, byPassword, enrol, totp }
}

export type FlowApp = Awaited<ReturnType<typeof openFlowApp>>

/** The header of a login that waits. */
export function stateOf(answer: Json): Headers {
  return { 'x-state-token': String(answer.state_token) }
}

export function bearerOf(answer: Json): Headers {
  return { authorization: `Bearer ${String(answer.id_token)}` }
}
