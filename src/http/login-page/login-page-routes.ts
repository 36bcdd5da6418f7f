/** The calls of the login page, and the picture that it shows (see `login-page-calls.ts`). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { maskPhone } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { Client } from '../../clients/client.ts'
import { logoOf } from '../../clients/page-setting.ts'
import type { Session } from '../../sessions/session.ts'
import { toUserDict } from '../../users/user.ts'
import { basicCredentials } from '../basic-credentials.ts'
import { callOf, header } from '../call-context.ts'
import { clientInTenant } from '../client-tenant.ts'
import { type Browser, browserOf, cookieToken, keepToken } from '../elements/browser-session.ts'
import type { HttpServices } from '../http-services.ts'
import { isFromOwnPage } from '../is-from-own-page.ts'
import { serveJsonCall } from '../json/serve-json-call.ts'
import { NotFound } from '../request-fault.ts'
import { presentedCaptcha } from '../sdk/presented-captcha.ts'
import { factsOfPage, logoPath } from './facts-of-page.ts'
import {
  askForNumber,
  authorizeLogin,
  loginPageFacts,
  loginPageSession,
  redeemLogin,
} from './login-page-calls.ts'

export function registerLoginPageCalls(server: FastifyInstance, services: HttpServices): void {
  serveJsonCall(server, loginPageFacts, async ({ request, query }) => {
    const client = await clientOfCall(request, services, query.client_id)
    const { redirect_uri: back } = query
    if (back !== undefined && !client.redirectUris.includes(back)) {
      services.reportUnlisted(client.clientId, back)
      throw refuse('REDIRECT_INVALID')
    }
    return factsOfPage(services, client, { call: callOf(request, services, client, {}), request })
  })

  server.get<{ Querystring: { readonly client_id?: unknown } }>(logoPath, async ({ query }, reply) => {
    const client = typeof query.client_id === 'string' ? services.clients().find(query.client_id) : undefined
    const picture = client && logoOf(client.page)
    if (picture === undefined) throw new NotFound()
    return reply.type(picture.type).send(picture.bytes)
  })

  serveJsonCall(server, loginPageSession, async ({ request, reply, body }) => {
    const { browser, session } = await signedInBrowser(request, services, body.sessionToken)
    if (body.sessionToken !== undefined) {
      await endReplaced(services, cookieToken(request, services), session)
      const seconds = Math.floor((session.expiresAt - services.clock.now()) / 1000)
      // A device is known by a login of its own, of which there is one for each message; not by a session shown here.
      const device = { ...browser, deviceToken: undefined }
      keepToken(reply, services, device, { token: body.sessionToken, seconds })
    }
    const { userId, nick, name, username, phone } = toUserDict(session.user)
    const corps = await services.corps.listFor(session.tenantId, session.userId)
    return { userId, nick, name, username, phone: phone === null ? null : maskPhone(phone), corps }
  })

  serveJsonCall(server, authorizeLogin, async ({ request, body }) => {
    const client = await clientOfCall(request, services)
    const { browser, session } = await signedInBrowser(request, services)
    if (session.tenantId !== client.tenantId) throw refuse('LOGIN_REQUIRED')
    const { redirectUri, codeChallenge, state, corpId: corp = '' } = body
    const call = callOf(request, services, client, browser.device)
    const code = await services.authorizationCodes.issue(
      session,
      { client, redirectUri, codeChallenge, corp },
      call,
    )
    const target = new URL(redirectUri)
    target.searchParams.set('code', code)
    if (state !== undefined) target.searchParams.set('state', state)
    return { redirectTo: target.href }
  })

  serveJsonCall(server, redeemLogin, async ({ request, body }) => {
    const client = await clientOfCall(request, services)
    const call = callOf(request, services, client, {})
    await requireOwnSecret(request, services, client, call.address)
    return services.authorizationCodes.redeem({ client, ...body }, call)
  })

  serveJsonCall(server, askForNumber, async ({ request, body }) => {
    const client = await clientOfCall(request, services)
    const call = callOf(request, services, client, browserOf(request, services).device)
    const { account, mobile: phone, code, reason, captchaToken } = body
    const captcha = presentedCaptcha(services, { client, call }, phone, captchaToken)
    await services.recoveryDesk.ask({ client, account, phone, code, reason }, { ...call, captcha })
    return { waitHours: services.recoveryDesk.waitHours }
  })
}

/** The client of the request in its tenant. Refusals: `CLIENT_UNKNOWN`, `TENANT_UNKNOWN`. */
async function clientOfCall(
  request: FastifyRequest,
  services: HttpServices,
  named = header(request, 'x-client-id'),
): Promise<Client> {
  const known = named === undefined ? services.clients().fallback : services.clients().find(named)
  if (known === undefined) throw refuse('CLIENT_UNKNOWN')
  const client = await clientInTenant(known, request, services)
  if (client === undefined) throw refuse('TENANT_UNKNOWN')
  return client
}

/** Only pages of this server are answered: `LOGIN_REQUIRED` for all others, and for who is not signed in. */
async function signedInBrowser(
  request: FastifyRequest,
  services: HttpServices,
  shown?: string,
): Promise<{ readonly browser: Browser; readonly session: Session }> {
  const browser = browserOf(request, services)
  const token = isFromOwnPage(request, services) ? (shown ?? browser.token) : undefined
  const session = token === undefined ? undefined : await services.sessions.findByToken(token)
  if (session === undefined) throw refuse('LOGIN_REQUIRED')
  return { browser, session }
}

/** A browser has one session: the one that its cookie held before would live on in nobody's hands. */
async function endReplaced(
  { sessions }: HttpServices,
  token: string | undefined,
  { id }: Session,
): Promise<void> {
  const replaced = token === undefined ? undefined : await sessions.findByToken(token)
  if (replaced !== undefined && replaced.id !== id) await sessions.end(replaced)
}

/** The verifier proves who asked for the code, so a client without a secret is served; a wrong secret is not. */
async function requireOwnSecret(
  request: FastifyRequest,
  { clientCredentials }: HttpServices,
  { clientId }: Client,
  address: string | undefined,
): Promise<void> {
  if (request.headers.authorization === undefined) return
  const shown = basicCredentials(request)
  const owner = shown && (await clientCredentials.check(shown, address))
  if (owner?.clientId !== clientId) throw refuse('FORBIDDEN')
}
