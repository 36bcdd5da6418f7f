/** An app with a client that serves many tenants, and two tenants of it: acme and globex. */
import type { TestContext } from 'node:test'
import { createTenantAdmin } from '../../../src/accounts/tenant-admin.ts'
import { accountServicesOf } from '../../../src/app/account-services.ts'
import type { TenantId } from '../../../src/base/ids.ts'
import { createClientSecret } from '../../../src/clients/client-secret.ts'
import { client, otherClient, otherClientId, phoneSettings } from './app-files.ts'
import { type Headers, type HttpAppParts, openHttpApp } from './http-app.ts'

export const templateId = 'tmpl0tmpl0tmpl0tmpl0tmpl0tmpl000'
export const { secret, stored } = createClientSecret()

export const inAcme: Headers = { 'x-client-id': templateId, 'x-tenant-id': 'acme' }
export const inGlobex: Headers = { 'x-client-id': templateId, 'x-tenant-id': 'globex' }

const generous = { hour: 1000, day: 1000 }
const { default: _default, ...template } = client

const files = {
  'clients/web/client.json': { ...client, clientSecret: stored },
  'clients/app/client.json': { ...otherClient, clientSecret: stored, autoRegister: true },
  'clients/template/e.json': { title: 'Template', type: 'clients.NormalType' },
  'clients/template/client.json': { ...template, clientId: templateId, isv: true, clientSecret: stored },
  'auths/loginTypes/phone/phone.json': {
    ...phoneSettings,
    limits: { number: generous, address: generous, device: generous },
  },
}

export type TenantApp = Awaited<ReturnType<typeof openTenantApp>>

export async function openTenantApp(t: Pick<TestContext, 'after'>, parts: HttpAppParts = {}) {
  const app = await openHttpApp(t, { ...parts, files: { ...files, ...parts.files } })
  const admin = createTenantAdmin(accountServicesOf(app))
  const system = (tenantId: TenantId) =>
    ({ caller: { kind: 'system', reason: 'test' }, tenantId, device: {}, language: 'en' }) as const
  const create = (id: string) => admin.create(id as TenantId, id, system(id as TenantId))
  await create('acme')
  await create('globex')

  /** An access token of a client, in a tenant where it serves many. */
  async function accessToken(id: string, tenant?: string): Promise<string> {
    const headers = { ...basic(id), ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }) }
    return (await askToken(headers)).json().access_token
  }

  function askToken(headers: Headers, payload = 'grant_type=client_credentials') {
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    return app.ask({ method: 'POST', url: '/api/v2/tenant/token', headers: form, payload })
  }

  return {
    ...app,
    admin,
    accessToken,
    askToken,
    /** A call of a back end. */
    backend: (path: string, token: string, body: object, headers: Headers = {}) =>
      app.post(`/api/v2/tenant/sso/${path}`, body, { authorization: `Bearer ${token}`, ...headers }),
    close: (id: string) => admin.close(id as TenantId, system(id as TenantId)),
  }
}

export function basic(id: string, password = secret): Headers {
  return { authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}` }
}

export { otherClientId }
