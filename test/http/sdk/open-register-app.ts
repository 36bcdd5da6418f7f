/** An app that people register in over the SDK API. */
import type { TestContext } from 'node:test'
import type { Files } from '../../elements/support/temp-folder.ts'
import { client, phoneSettings } from '../support/app-files.ts'
import { type Headers, type Json, openHttpApp } from '../support/http-app.ts'

export const mobile = '13800138000'

export type RegisterParts = {
  /** Over the client's settings. */
  readonly client?: object
  /** Over the phone login's settings. */
  readonly phone?: object
  readonly files?: Files
}

const generous = { hour: 1000, day: 1000 }

export async function openRegisterApp(t: TestContext, parts: RegisterParts = {}) {
  const app = await openHttpApp(t, {
    files: {
      'clients/web/client.json': { ...client, autoRegister: false, ...parts.client },
      'auths/loginTypes/phone/phone.json': {
        ...phoneSettings,
        limits: { number: generous, address: generous, device: generous },
        ...parts.phone,
      },
      'auths/loginTypes/password/password.json': {
        passwordTransport: 'plain',
        captcha: 'risk',
        allowRegister: 1,
      },
      ...parts.files,
    },
  })

  /** Sends a code of a type and gives it. */
  async function codeFor(number = mobile, type = 'REGISTER_SMS'): Promise<string> {
    app.pass(60)
    const { statusCode, body } = await app.sdk('sms/send', { mobile: number, type })
    if (statusCode !== 200) throw new Error(body)
    return app.codeOf(number)
  }

  const register = async (body: unknown, headers: Headers = {}): Promise<Json> =>
    (await app.sdk('register/mobile-verify-code', body, headers)).json()

  /** Rows of a table. */
  const rows = async (table: string) =>
    (await app.rooms.database.kysely()).selectFrom(table).selectAll().execute()

  /** What the only user told of himself. */
  async function profile(): Promise<unknown> {
    const [row] = await rows('user_profiles')
    return row === undefined ? undefined : JSON.parse(String(row.fields))
  }

  return { ...app, codeFor, register, rows, profile }
}
