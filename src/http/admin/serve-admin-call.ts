/**
 * Serves a call of the admin API: to the console by its cookie, to programs by a key. The cookie counts only for what
 * a page of this server asks (spec 6, A50, A56).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Admin, actingAs, mayActAs } from '../../admins/admin.ts'
import { adminKeyPrefix } from '../../admins/admin-keys.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import { bearerToken } from '../bearer-token.ts'
import { callOf } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { isFromOwnPage } from '../is-from-own-page.ts'
import type { AnswerOf } from '../json/define-json-call.ts'
import { type JsonRequest, serveJsonCall } from '../json/serve-json-call.ts'
import { adminCookie } from './admin-cookie.ts'
import type { AdminCall } from './define-admin-call.ts'

export type AdminRequest<C extends AdminCall> = JsonRequest<C> & {
  /** Absent only in calls for anyone. */
  readonly admin: C['role'] extends 'anyone' ? Admin | undefined : Admin
  /** In the default tenant; `{ ...call, tenantId }` for another. */
  readonly call: CallContext
}

export function serveAdminCall<const C extends AdminCall>(
  server: FastifyInstance,
  services: HttpServices,
  declared: C,
  handle: (asked: AdminRequest<C>) => Promise<AnswerOf<C>>,
): void {
  serveJsonCall(
    server,
    declared,
    (asked, admin: Admin | undefined) => {
      const anonymous = callOf(asked.request, services, undefined, {})
      const call = admin === undefined ? anonymous : actingAs(admin, anonymous)
      return handle({ ...asked, admin, call } as AdminRequest<C>)
    },
    (request) => admit(request, services, declared),
  )
}

async function admit(
  request: FastifyRequest,
  services: HttpServices,
  { role, byPerson }: AdminCall,
): Promise<Admin | undefined> {
  const admin = await adminOf(request, services)
  if (role === 'anyone') return admin
  if (admin === undefined) throw refuse('LOGIN_REQUIRED')
  const isKey = bearerToken(request) !== undefined
  if (!mayActAs(admin.role, role) || (isKey && byPerson === true)) throw refuse('FORBIDDEN')
  return admin
}

async function adminOf(request: FastifyRequest, services: HttpServices): Promise<Admin | undefined> {
  const { keys, sessions } = services.administrators
  const bearer = bearerToken(request)
  if (bearer !== undefined) return bearer.startsWith(adminKeyPrefix) ? keys.find(bearer) : undefined
  const token = isOwnRequest(request, services) ? adminCookie(services)?.read(request) : undefined
  return token === undefined ? undefined : sessions.find(token)
}

/** Browsers state no origin when a page reads from its own server, but where the request comes from. */
function isOwnRequest(request: FastifyRequest, services: HttpServices): boolean {
  if (request.headers.origin !== undefined) return isFromOwnPage(request, services)
  return request.method === 'GET' && request.headers['sec-fetch-site'] === 'same-origin'
}
