/** What administrators do with users. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { createUser } from '../../accounts/create-user.ts'
import { unlockUser } from '../../accounts/unlock.ts'
import { createUserAdmin } from '../../accounts/user-admin.ts'
import type { UserId } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { HttpServices } from '../http-services.ts'
import { ofTenant, strict, text } from './call-schemas.ts'
import { type AdminCall, defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const makeUser = defineAdminCall({
  method: 'POST',
  path: '/api/admin/users',
  role: 'operator',
  summary: 'Makes a user who logs in by number, by name and password, or by both.',
  body: Type.Object(
    {
      ...ofTenant,
      nick: text(64),
      name: text(128),
      email: text(254),
      phone: text(40),
      phoneLogin: text(200),
      username: text(128),
      password: text(256),
      passwordLogin: text(200),
      corps: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 })),
    },
    strict,
  ),
  answer: Type.Object({ userId: Type.String() }),
  errors: [
    'TENANT_UNKNOWN',
    'PHONE_INVALID',
    'PHONE_COUNTRY_NOT_ALLOWED',
    'PHONE_BOUND',
    'USERNAME_INVALID',
    'USERNAME_TAKEN',
    'PASSWORD_WEAK',
  ],
})

const act = <const Name extends string>(name: Name, summary: string, ...errors: AdminCall['errors'] & {}) =>
  defineAdminCall({
    method: 'POST',
    path: `/api/admin/users/:id/${name}`,
    role: 'operator',
    summary,
    body: Type.Object(ofTenant, strict),
    errors: ['USER_AUTH_MISS', ...errors],
  })

const disable = act('disable', 'Switches a user off; the sessions end at once.')
const enable = act('enable', 'Switches a user on again.')
const unlock = act('unlock', 'Forgets the failures that lock numbers, password and second factor of a user.')
const endSessions = act('end-sessions', 'Ends every session of a user, and every login under way.')
const expirePassword = act(
  'expire-password',
  'Begins a reset: the next login by password has to set a new one; the sessions end at once.',
  'NOT_BOUND',
)
const removeFactor = act(
  'remove-factor',
  'Takes authenticator app and recovery codes from a user; the sessions end at once.',
  'FACTOR_MISSING',
)

const removeUser = defineAdminCall({
  method: 'DELETE',
  path: '/api/admin/users/:id',
  role: 'operator',
  summary: 'Deletes a user with logins, profile, memberships and sessions.',
  query: Type.Object(ofTenant, strict),
  errors: ['USER_AUTH_MISS'],
})

export const userActCalls = [
  makeUser,
  disable,
  enable,
  unlock,
  endSessions,
  expirePassword,
  removeFactor,
  removeUser,
]

export function registerUserActCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts, tenants } = services
  const users = createUserAdmin(accounts)
  serveAdminCall(server, services, makeUser, async ({ body, call }) => {
    const { tenant, phone, phoneLogin, username, password, passwordLogin, ...person } = body
    const asked = inTenant(call, { tenant })
    if (!(await tenants.isServed(asked.tenantId))) throw refuse('TENANT_UNKNOWN')
    const wholeName = username !== undefined && password !== undefined
    if (!wholeName && (username ?? password) !== undefined)
      throw refuse('API_PARAMS_ERROR', { arguments: { password: 'and username go together' } })
    const made = await createUser(
      accounts,
      {
        ...person,
        phone: phone === undefined ? undefined : { number: phone, loginType: phoneLogin },
        password: wholeName ? { username, text: password, loginType: passwordLogin } : undefined,
      },
      asked,
    )
    return { userId: made.id }
  })
  type Act = (userId: UserId, call: CallContext) => Promise<unknown>
  const acts: readonly (readonly [ReturnType<typeof act>, Act])[] = [
    [disable, users.disable],
    [enable, users.enable],
    [unlock, (userId, call) => unlockUser(accounts, userId, call)],
    [endSessions, users.endSessions],
    [expirePassword, users.expirePassword],
    [removeFactor, users.removeFactor],
  ]
  for (const [declared, work] of acts)
    serveAdminCall(server, services, declared, ({ params, body, call }) =>
      work(params.id as UserId, inTenant(call, body)),
    )
  serveAdminCall(server, services, removeUser, ({ params, query, call }) =>
    users.remove(params.id as UserId, inTenant(call, query)),
  )
}
