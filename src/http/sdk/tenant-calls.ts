/** What the back ends of a tenant ask: access tokens, tickets for single sign-on, fresh session tokens. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { type Client, clientOfTenant } from '../../clients/client.ts'
import { apiClaim } from '../../sessions/api-claim.ts'
import type { Session } from '../../sessions/session.ts'
import { ssoTicketTtlSeconds } from '../../sessions/sso-tickets.ts'
import { accessTokenTtlSeconds } from '../../tokens/access-tokens.ts'
import { fingerprintKey } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { defineCall, type SdkField } from './define-call.ts'
import { readForms } from './form-body.ts'
import { SdkFailure } from './sdk-failure.ts'
import { serveCall } from './serve-call.ts'

export const accessToken = defineCall({
  path: '/tenant/token',
  summary: 'Gives a back end an access token for its client.',
  backend: 'secret',
  query: true,
  fields: [{ name: 'grant_type', description: '`client_credentials`.', empty: 'grantTypeInvalid' }],
  answer: Type.Object({
    access_token: Type.String(),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({ description: 'Seconds.' }),
  }),
  errors: ['grantTypeInvalid', 'limitReached'],
})

const deviceFields = [
  {
    name: 'operating_sys_version',
    description: 'Operating system of the device.',
    empty: 'deviceIncomplete',
  },
  { name: 'device_ip', description: 'Address of the device: a hint.', empty: 'deviceIncomplete' },
  { name: 'device_fingerprint', description: 'The one of the login.', empty: 'deviceIncomplete' },
  { name: 'agent', description: 'User agent.' },
] as const satisfies readonly SdkField[]

const sessionFields = [
  { name: 'session_token', description: 'Session token of a login.', empty: 'sessionTokenInvalid' },
  ...deviceFields,
] as const satisfies readonly SdkField[]

export const ssoTicket = defineCall({
  path: '/tenant/sso/session-token/sso-ticket',
  summary: 'Gives a ticket that tells an application of the tenant who is logged in. One use.',
  backend: 'token',
  fields: [
    ...sessionFields,
    { name: 'client_id', description: 'The client that may show the ticket; without it the caller.' },
  ],
  answer: Type.Object({
    expire: Type.Integer({ description: 'Seconds that the ticket lives.' }),
    sso_ticket: Type.String(),
  }),
  errors: [
    'deviceIncomplete',
    'sessionTokenInvalid',
    'clientUnknown',
    'agreementNeeded',
    'secondFactorNeeded',
    'refused',
  ],
})

const flatUser = Type.Object({
  id: Type.String(),
  userName: Type.String(),
  name: Type.String(),
  mobile: Type.String({ description: 'As `+86-13800138000`, or empty.' }),
  email: Type.String(),
})

export const verifySsoTicket = defineCall({
  path: '/tenant/sso/sso-ticket/verify',
  summary: 'Spends a ticket and tells whose it is. The shape is that of the profile of the client.',
  backend: 'token',
  fields: [
    { name: 'sso_ticket', description: 'A ticket for this client.', empty: 'ssoTicketInvalid' },
    ...deviceFields,
  ],
  answer: Type.Union([
    flatUser,
    Type.Object({
      code: Type.Integer(),
      message: Type.String(),
      data: Type.Object({ user: flatUser }),
    }),
  ]),
  errors: ['deviceIncomplete', 'ssoTicketInvalid'],
})

export const refreshSessionToken = defineCall({
  path: '/tenant/sso/session-token/refresh',
  summary: 'Gives a session a new token; the old one is dead.',
  backend: 'token',
  fields: sessionFields,
  answer: Type.Object({
    expire: Type.Integer({ description: 'Seconds that the session still lives.' }),
    session_token: Type.String(),
  }),
  errors: ['deviceIncomplete', 'sessionTokenInvalid'],
})

export function registerTenantCalls(face: FastifyInstance, services: HttpServices): void {
  face.register(async (forms) => {
    readForms(forms)
    serveCall(forms, services, accessToken, async ({ client, fields }) => {
      if (fields.grant_type !== 'client_credentials') throw new SdkFailure('grantTypeInvalid')
      const access_token = await services.accessTokens.issue(client)
      return { access_token, token_type: 'Bearer' as const, expires_in: accessTokenTtlSeconds }
    })
  })

  serveCall(face, services, ssoTicket, async ({ client, call, fields }) => {
    const session = await sessionOf(fields, client, services)
    const target = ticketClient(fields.client_id, client, services)
    await services.requireSsoEntry(session, target, call)
    const sso_ticket = await services.ssoTickets.issue(session, target.clientId)
    return { expire: ssoTicketTtlSeconds, sso_ticket }
  })

  serveCall(face, services, verifySsoTicket, async ({ client, fields }) => {
    const { clientId, tenantId, profile } = client
    const device = fingerprintKey(fields.device_fingerprint)
    const session = await services.ssoTickets.verify(fields.sso_ticket, { tenantId, clientId, device })
    if (session === undefined) throw new SdkFailure('ssoTicketInvalid')
    const user = apiClaim(session.user)
    return profile === 'oneaccess' ? { code: 200, message: 'success', data: { user } } : user
  })

  serveCall(face, services, refreshSessionToken, async ({ client, call, fields }) => {
    const session = await sessionOf(fields, client, services)
    const session_token = await services.refreshSession(session, fields.session_token, call)
    const expire = Math.floor((session.expiresAt - services.clock.now()) / 1000)
    return { expire, session_token }
  })
}

/** The living session of the tenant, from the device that logged in. */
async function sessionOf(
  fields: { readonly session_token: string; readonly device_fingerprint: string },
  { tenantId }: Client,
  { sessions }: HttpServices,
): Promise<Session> {
  const session = await sessions.findByToken(fields.session_token)
  const device = fingerprintKey(fields.device_fingerprint)
  if (session?.tenantId !== tenantId || session.device !== device) throw new SdkFailure('sessionTokenInvalid')
  return session
}

function ticketClient(id: string | undefined, client: Client, { clients }: HttpServices): Client {
  if (id === undefined) return client
  const named = clients().find(id)
  const served = named && clientOfTenant(named, client.tenantId)
  if (served === undefined) throw new SdkFailure('clientUnknown')
  return served
}
