/** Ways into the console, administrators and the keys of their programs. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import Type from 'typebox'
import { adminKeyPrefix } from '../../admins/admin-keys.ts'
import { refuse } from '../../base/refusal.ts'
import type { HttpServices } from '../http-services.ts'
import { isFromOwnPage } from '../is-from-own-page.ts'
import { adminCookie } from './admin-cookie.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { type AdminRequest, serveAdminCall } from './serve-admin-call.ts'

const strict = { additionalProperties: false }
const role = Type.Union([Type.Literal('auditor'), Type.Literal('operator'), Type.Literal('owner')])
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const code = text(32)
const admin = Type.Object({ id: Type.String(), name: Type.String(), role })
const time = Type.Integer({ description: 'Milliseconds since the epoch.' })

const login = defineAdminCall({
  method: 'POST',
  path: '/api/admin/login',
  role: 'anyone',
  summary: 'Logs an administrator in, for a page of the server.',
  body: Type.Object({ name: text(64), password: text(128), code }, strict),
  answer: admin,
  errors: ['CREDENTIALS_WRONG', 'RATE_LIMITED', 'TOO_MANY_ATTEMPTS', 'FORBIDDEN'],
})

const logout = defineAdminCall({
  method: 'POST',
  path: '/api/admin/logout',
  role: 'anyone',
  summary: 'Ends the session of the cookie.',
})

const me = defineAdminCall({
  method: 'GET',
  path: '/api/admin/me',
  role: 'auditor',
  summary: 'Who asks.',
  answer: Type.Object({ ...admin.properties, title: Type.String({ description: 'Of the app.' }) }),
})

const enrol = defineAdminCall({
  method: 'POST',
  path: '/api/admin/invite/enrol',
  role: 'anyone',
  summary: 'Opens a link of one use: name, password, and a seed for an authenticator app.',
  body: Type.Object({ token: text(64), name: text(64), password: text(128) }, strict),
  answer: Type.Object({ secret: Type.String(), uri: Type.String() }),
  errors: ['TICKET_INVALID', 'USERNAME_INVALID', 'USERNAME_TAKEN', 'PASSWORD_WEAK'],
})

const confirm = defineAdminCall({
  method: 'POST',
  path: '/api/admin/invite/confirm',
  role: 'anyone',
  summary: 'Makes the administrator with the first code of the app, and logs in.',
  body: Type.Object({ token: text(64), code }, strict),
  answer: Type.Object({ ...admin.properties, recoveryCodes: Type.Array(Type.String()) }),
  errors: [
    'TICKET_INVALID',
    'USERNAME_TAKEN',
    'CODE_ERROR',
    'CODE_EXPIRED',
    'TOO_MANY_ATTEMPTS',
    'FORBIDDEN',
  ],
})

const listAdmins = defineAdminCall({
  method: 'GET',
  path: '/api/admin/admins',
  role: 'auditor',
  summary: 'Administrators.',
  answer: Type.Object({ admins: Type.Array(Type.Object({ ...admin.properties, createdAt: time })) }),
})

const invite = defineAdminCall({
  method: 'POST',
  path: '/api/admin/admins',
  role: 'owner',
  byPerson: true,
  summary: 'A link of one use for another administrator, good for an hour.',
  body: Type.Object({ role }, strict),
  answer: Type.Object({ link: Type.String() }),
})

const setRole = defineAdminCall({
  method: 'PUT',
  path: '/api/admin/admins/:id',
  role: 'owner',
  byPerson: true,
  summary: 'Another role; not of the last owner.',
  body: Type.Object({ role }, strict),
})

const removeAdmin = defineAdminCall({
  method: 'DELETE',
  path: '/api/admin/admins/:id',
  role: 'owner',
  byPerson: true,
  summary: 'Removes an administrator, but not the last owner; the sessions end at once.',
})

const listKeys = defineAdminCall({
  method: 'GET',
  path: '/api/admin/keys',
  role: 'owner',
  summary: 'Keys of programs for this API.',
  answer: Type.Object({
    keys: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        role,
        createdBy: Type.String(),
        createdAt: time,
        expiresAt: time,
      }),
    ),
  }),
})

const makeKey = defineAdminCall({
  method: 'POST',
  path: '/api/admin/keys',
  role: 'owner',
  byPerson: true,
  summary: 'A key for a program, shown this once.',
  body: Type.Object(
    {
      title: text(64),
      role,
      days: Type.Integer({ minimum: 1, maximum: 366, description: 'How long it is good.' }),
    },
    strict,
  ),
  answer: Type.Object({ id: Type.String(), secret: Type.String({ pattern: `^${adminKeyPrefix}` }) }),
})

const removeKey = defineAdminCall({
  method: 'DELETE',
  path: '/api/admin/keys/:id',
  role: 'owner',
  summary: 'Ends a key at once.',
})

export const administratorCalls = [
  login,
  logout,
  me,
  enrol,
  confirm,
  listAdmins,
  invite,
  setRole,
  removeAdmin,
  listKeys,
  makeKey,
  removeKey,
]

export function registerAdministratorCalls(server: FastifyInstance, services: HttpServices): void {
  registerWaysIn(server, services)
  registerAdministrators(server, services)
  registerKeys(server, services)
}

function registerWaysIn(server: FastifyInstance, services: HttpServices): void {
  const { login: entries, invites, sessions } = services.administrators

  serveAdminCall(server, services, login, async ({ request, reply, body, call }) => {
    const keep = keeper({ request, reply }, services)
    const entry = await entries.login(body, call)
    keep(entry.token)
    return entry.admin
  })
  serveAdminCall(server, services, logout, async ({ request, reply }) => {
    const cookie = isFromOwnPage(request, services) ? adminCookie(services) : undefined
    const token = cookie?.read(request)
    if (token !== undefined) await sessions.end(token)
    cookie?.clear(reply)
  })
  serveAdminCall(server, services, enrol, ({ body }) => invites.enrol(body.token, body.name, body.password))
  serveAdminCall(server, services, confirm, async ({ request, reply, body, call }) => {
    const keep = keeper({ request, reply }, services)
    const { admin: made, token, recoveryCodes } = await entries.accept(body.token, body.code, call)
    keep(token)
    return { ...made, recoveryCodes: [...recoveryCodes] }
  })
  serveAdminCall(server, services, me, async ({ admin: asking }) => ({
    ...asking,
    title: services.appTitle(),
  }))
}

/** Refused before anything is tried where the session could not be kept. */
function keeper(
  { request, reply }: Pick<AdminRequest<typeof login>, 'request'> & { readonly reply: FastifyReply },
  services: HttpServices,
): (token: string) => void {
  const cookie = isFromOwnPage(request, services) ? adminCookie(services) : undefined
  if (cookie === undefined) throw refuse('FORBIDDEN')
  return (token) => cookie.write(reply, token)
}

function registerAdministrators(server: FastifyInstance, services: HttpServices): void {
  const { admins, desk } = services.administrators

  serveAdminCall(server, services, listAdmins, async () => {
    const list = await admins.list()
    return { admins: list.map(({ created_at, ...one }) => ({ ...one, createdAt: created_at })) }
  })
  serveAdminCall(server, services, invite, async ({ admin: asking, body, call }) => {
    const token = await desk.invite(body.role, asking.name, call)
    return { link: `${services.publicUrl()}/console#invite=${token}` }
  })
  serveAdminCall(server, services, setRole, ({ params, body, call }) =>
    desk.setRole(params.id, body.role, call),
  )
  serveAdminCall(server, services, removeAdmin, ({ params, call }) => desk.remove(params.id, call))
}

function registerKeys(server: FastifyInstance, services: HttpServices): void {
  const { keys, desk } = services.administrators

  serveAdminCall(server, services, listKeys, async () => {
    const list = await keys.list()
    return {
      keys: list.map(({ created_by, created_at, expires_at, ...key }) => ({
        ...key,
        createdBy: created_by,
        createdAt: created_at,
        expiresAt: expires_at,
      })),
    }
  })
  serveAdminCall(server, services, makeKey, ({ admin: asking, body, call }) =>
    desk.makeKey(body, asking, call),
  )
  serveAdminCall(server, services, removeKey, ({ params, call }) => desk.removeKey(params.id, call))
}
