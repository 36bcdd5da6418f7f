/** Requests of users who lost their number: looked at and answered. */
import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import type { ListedRecovery } from '../../accounts/recovery-desk.ts'
import type { AdminRole } from '../../admins/admin.ts'
import { maskPhone } from '../../base/phone-number.ts'
import type { HttpServices } from '../http-services.ts'
import { limitOf, listOf, nullable, ofTenant, pageQuery, strict, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const number = (description: string) =>
  Type.String({ description: `${description} Whole for operators and owners, masked for auditors.` })
const openStates = [Type.Literal('asked'), Type.Literal('approved')] as const
const endStates = [
  Type.Literal('refused'),
  Type.Literal('cancelled'),
  Type.Literal('completed'),
  Type.Literal('failed'),
  Type.Literal('expired'),
] as const

const recovery = Type.Object({
  id: Type.String(),
  userId: Type.String(),
  nick: Type.String(),
  clientId: Type.String(),
  loginType: Type.String({ description: 'fullName of the phone login.' }),
  oldPhone: number('The number that was lost.'),
  newPhone: number('A code proved it when it was asked.'),
  reason: Type.String({ description: 'What the person wrote.' }),
  address: nullable(Type.String()),
  state: Type.Union([...openStates, ...endStates]),
  askedAt: time,
  dueAt: Type.Integer({
    description:
      'Milliseconds since the epoch: the number is not replaced before, so long the old one can object. It moves when the old one is told.',
  }),
  notice: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('failed')], {
    description: 'Was the old number told? Until it was, it is tried again, and the number is not replaced.',
  }),
  decidedBy: nullable(Type.String({ description: 'Name of the administrator.' })),
  decidedAt: nullable(time),
  endedAt: nullable(time),
})

const list = defineAdminCall({
  method: 'GET',
  path: '/api/admin/recoveries',
  role: 'auditor',
  summary: 'Requests for another number in place of one that was lost, newest first.',
  query: Type.Object(
    {
      ...ofTenant,
      state: Type.Optional(
        Type.Union([Type.Literal('open'), ...openStates, ...endStates], {
          description: '`open`: asked or approved.',
        }),
      ),
      ...pageQuery,
    },
    strict,
  ),
  answer: listOf(recovery),
})

const show = defineAdminCall({
  method: 'GET',
  path: '/api/admin/recoveries/:id',
  role: 'auditor',
  summary: 'One of them.',
  query: Type.Object(ofTenant, strict),
  answer: recovery,
  errors: ['RECOVERY_MISSING'],
})

const answer = <const Name extends 'approve' | 'refuse'>(name: Name, summary: string) =>
  defineAdminCall({
    method: 'POST',
    path: `/api/admin/recoveries/:id/${name}`,
    role: 'operator',
    summary,
    body: Type.Object(ofTenant, strict),
    errors: ['RECOVERY_MISSING', 'RECOVERY_OVER'],
  })

const approve = answer(
  'approve',
  'Replaces the number at `dueAt`, once the old one was told, unless that objects by a login.',
)
const refuse = answer('refuse', 'Ends the request; also one that was approved and is not carried out yet.')

export const recoveryCalls = [list, show, approve, refuse]

export function registerRecoveryCalls(server: FastifyInstance, services: HttpServices): void {
  const { recoveryDesk: desk } = services
  serveAdminCall(server, services, list, async ({ admin, query, call }) => {
    const { state, after } = query
    const { tenantId } = inTenant(call, query)
    const { recoveries, next } = await desk.list(tenantId, { state, after, limit: limitOf(query) })
    return { items: recoveries.map((one) => toItem(one, admin.role)), next: next ?? null }
  })
  serveAdminCall(server, services, show, async ({ admin, params, query, call }) =>
    toItem(await desk.show(inTenant(call, query).tenantId, params.id), admin.role),
  )
  serveAdminCall(server, services, approve, ({ params, body, call }) =>
    desk.approve(params.id, inTenant(call, body)),
  )
  serveAdminCall(server, services, refuse, ({ params, body, call }) =>
    desk.refuse(params.id, inTenant(call, body)),
  )
}

function toItem(
  { at, oldPhone, newPhone, ...rest }: ListedRecovery,
  role: AdminRole,
): Static<typeof recovery> {
  const shown = role === 'auditor' ? maskPhone : (phone: string) => phone
  return { ...rest, askedAt: at, oldPhone: shown(oldPhone), newPhone: shown(newPhone) }
}
