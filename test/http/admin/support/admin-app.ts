/** The app of the faces' tests with administrators, who come in as people do: by a link and an authenticator app. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { generate } from 'otplib'
import type { AdminRole } from '../../../../src/admins/admin.ts'
import { defaultTenant } from '../../../../src/base/ids.ts'
import { bearer, type Headers, type HttpAppParts, openHttpApp, publicUrl } from '../../support/http-app.ts'

export type AdminApp = Awaited<ReturnType<typeof openAdminApp>>

const password = 'four quiet horses'

export async function openAdminApp(t: Pick<TestContext, 'after'>, parts: HttpAppParts = {}) {
  const app = await openHttpApp(t, parts)
  const { invites } = app.rooms.administrators
  const page: Headers = { origin: publicUrl }
  const admin = (method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, headers: Headers) =>
    app.post(`/api/admin/${path}`, body, { ...page, ...headers }, method)
  const read = (path: string, headers: Headers) =>
    app.get(`/api/admin/${path}`, { 'sec-fetch-site': 'same-origin', ...headers })

  /** The code of an authenticator app at the test's time. */
  const codeFor = (secret: string) => generate({ secret, epoch: app.now() / 1000 })

  /** Makes an administrator and gives the cookie of the first session. */
  async function join(name: string, role: AdminRole) {
    const token = await invites.make(role, `test ${name}`)
    const { secret } = (await admin('POST', 'invite/enrol', { token, name, password }, {})).json()
    const joined = await admin('POST', 'invite/confirm', { token, code: await codeFor(secret) }, {})
    assert.equal(joined.statusCode, 200, joined.body)
    return { ...joined.json(), secret, headers: cookieOf(joined.headers['set-cookie']) }
  }

  /** A program's key, made as an owner makes one: without the work of a password. */
  async function keyOf(title: string, role: AdminRole): Promise<Headers> {
    const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
    const { desk } = app.rooms.administrators
    return bearer((await desk.makeKey({ title, role, days: 1 }, { name: 'test' }, call)).secret)
  }

  return { ...app, admin, read, codeFor, join, keyOf, password }
}

export function cookieOf(setCookie: unknown): Headers {
  const [pair = ''] = String(setCookie).split(';')
  return { cookie: pair }
}
