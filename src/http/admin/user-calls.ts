/** Users: found and shown. */
import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { createUserAdmin } from '../../accounts/user-admin.ts'
import type { UserDetails } from '../../accounts/user-details.ts'
import type { AdminRole } from '../../admins/admin.ts'
import { createAuditList } from '../../audit/audit-list.ts'
import type { UserId } from '../../base/ids.ts'
import { maskPhone } from '../../base/phone-number.ts'
import type { ListedUser } from '../../users/user-list.ts'
import type { HttpServices } from '../http-services.ts'
import { auditItem, toAuditItem } from './audit-calls.ts'
import { limitOf, listOf, nullable, ofTenant, pageQuery, strict, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const word = nullable(Type.String())
const status = Type.Union([Type.Literal('active'), Type.Literal('disabled')])

const user = Type.Object({
  userId: Type.String(),
  nick: Type.String(),
  name: word,
  email: word,
  phone: { ...word, description: 'Whole for operators and owners, masked for auditors.' },
  username: word,
  status,
  createdAt: time,
  lastLoginAt: nullable(time),
})

const listUsers = defineAdminCall({
  method: 'GET',
  path: '/api/admin/users',
  role: 'auditor',
  summary: 'Users, newest first.',
  query: Type.Object(
    {
      ...ofTenant,
      id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'The whole id.' })),
      status: Type.Optional(status),
      phone: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 40,
          description: 'A number in any form, or, not for auditors, some of its digits.',
        }),
      ),
      name: Type.Optional(
        Type.String({ minLength: 1, maxLength: 128, description: 'A part of nick, name or user name.' }),
      ),
      ...pageQuery,
    },
    strict,
  ),
  answer: listOf(user),
})

const showUser = defineAdminCall({
  method: 'GET',
  path: '/api/admin/users/:id',
  role: 'auditor',
  summary: 'A user with everything that belongs to it but its secrets, and its latest audit records.',
  query: Type.Object(ofTenant, strict),
  answer: Type.Object({
    user,
    phones: Type.Array(Type.Object({ loginType: Type.String(), phone: Type.String(), boundAt: time })),
    names: Type.Array(Type.Object({ loginType: Type.String(), name: Type.String(), changedAt: time })),
    corps: Type.Array(Type.String()),
    sessions: Type.Array(
      Type.Object({
        id: Type.String({ description: 'It opens nothing.' }),
        clientId: Type.String(),
        platform: word,
        agent: word,
        address: word,
        loginTime: time,
        lastSeen: time,
        expiresAt: time,
      }),
    ),
    passwordExpiredAt: nullable(
      Type.Integer({
        description: 'Milliseconds since the epoch: passwords that were set by then have to be replaced.',
      }),
    ),
    recoveryId: nullable(Type.String({ description: 'The open request for another number.' })),
    factor: nullable(Type.Object({ enrolledAt: time, recoveryCodesLeft: Type.Integer() })),
    profile: Type.Record(Type.String(), Type.String()),
    events: Type.Array(auditItem),
  }),
  errors: ['USER_AUTH_MISS'],
})

export const userCalls = [listUsers, showUser]

const eventsShown = 20

export function registerUserCalls(server: FastifyInstance, services: HttpServices): void {
  const users = createUserAdmin(services.accounts)
  const audit = createAuditList(services.accounts.database)
  serveAdminCall(server, services, listUsers, async ({ admin, query, call }) => {
    const { id, status: ofStatus, phone, name, after } = query
    const wholeNumbers = admin.role === 'auditor'
    const page = { after, limit: limitOf(query) }
    const asked = { id: id as UserId | undefined, status: ofStatus, phone, name, wholeNumbers, ...page }
    const { users: found, next } = await users.list(inTenant(call, query).tenantId, asked)
    return { items: found.map((one) => toUser(one, admin.role)), next: next ?? null }
  })
  serveAdminCall(server, services, showUser, async ({ admin, params, query, call }) => {
    const { tenantId } = inTenant(call, query)
    const userId = params.id as UserId
    const details = await users.show(tenantId, userId)
    const { records } = await audit.page(tenantId, { filter: { userId }, limit: eventsShown })
    return { ...toDetails(details, admin.role), events: records.map(toAuditItem) }
  })
}

function toUser(row: ListedUser, role: AdminRole): Static<typeof user> {
  const { id, nick, name, email, phone, username, status: state, created_at, last_login_at } = row
  return {
    userId: id,
    nick,
    name,
    email,
    phone: phone === null ? null : shownTo(role, phone),
    username,
    status: state,
    createdAt: created_at,
    lastLoginAt: last_login_at,
  }
}

function toDetails({ user: row, phones, factor, ...rest }: UserDetails, role: AdminRole) {
  return {
    user: toUser(row, role),
    phones: phones.map((one) => ({ ...one, phone: shownTo(role, one.phone) })),
    names: [...rest.names],
    corps: [...rest.corps],
    sessions: [...rest.sessions],
    passwordExpiredAt: row.password_expired_at,
    recoveryId: row.recovery_id,
    factor: factor ?? null,
    profile: { ...rest.profile },
  }
}

function shownTo(role: AdminRole, phone: string): string {
  return role === 'auditor' ? maskPhone(phone) : phone
}
