/** The HTTP server of an open app. */
import type { FastifyInstance } from 'fastify'
import { defaultTenant, type UserId } from '../base/ids.ts'
import { addressRanges } from '../base/network-address.ts'
import { refuse } from '../base/refusal.ts'
import type { Settings } from '../config/load-settings.ts'
import { createDeviceTokens } from '../http/device-tokens.ts'
import type { HttpServices } from '../http/http-services.ts'
import { createAdminServer, createServer, type ServerOptions } from '../http/server.ts'
import type { Session } from '../sessions/session.ts'
import { accountServicesOf } from './account-services.ts'
import type { OpenedApp } from './open-app.ts'
import type { Rooms } from './rooms.ts'
import { servesInbox } from './serves-inbox.ts'
import { tellUnlistedAddress } from './tell-unlisted-address.ts'
import { createTrySms } from './try-sms.ts'

export type AppServerOptions = ServerOptions &
  Pick<Settings, 'production' | 'trustedProxies' | 'adminPort'> & {
    /** What the server is called from outside. */
    readonly publicUrl: () => string
  }

export type AppServers = {
  readonly main: FastifyInstance
  /** Health and metrics, where they have a listener of their own. */
  readonly admin: FastifyInstance | undefined
}

/** Builds the servers without listening; a test can `inject` into them. */
export function createAppServers(opened: OpenedApp, options: AppServerOptions): AppServers {
  const services = servicesOf(opened, options)
  const hasAdmin = options.adminPort !== undefined
  const { requestTimeoutMs } = options
  return {
    main: createServer(services, { admin: !hasAdmin, requestTimeoutMs }),
    admin: hasAdmin ? createAdminServer(services, { requestTimeoutMs }) : undefined,
  }
}

function servicesOf(opened: OpenedApp, options: AppServerOptions): HttpServices {
  const { app, rooms, views, elements, desk, recoveryDesk, onOneSet } = opened
  const { production, trustedProxies, publicUrl } = options
  return {
    appId: app.appId,
    appTitle: elements.appTitle,
    onOneSet,
    registry: elements.registry,
    clock: rooms.clock,
    app: views.root,
    clients: elements.clients,
    tenants: rooms.tenantDirectory,
    clientCredentials: rooms.clientCredentials,
    accessTokens: rooms.accessTokens,
    sessions: rooms.sessions,
    ssoTickets: rooms.ssoTickets,
    requireSsoEntry: rooms.requireSsoEntry,
    administrators: rooms.administrators,
    accounts: accountServicesOf({ rooms, elements }),
    elementDesk: desk,
    recoveryDesk,
    trySms: createTrySms(opened),
    signingKeys: rooms.signingKeys,
    webhooks: rooms.webhooks,
    authorizationCodes: rooms.authorizationCodes,
    corps: rooms.corps,
    refreshSession: rooms.refreshSession,
    clientCaptchas: rooms.clientCaptchas,
    deviceTokens: createDeviceTokens(rooms),
    receipts: rooms.receipts,
    readNumber: views.readNumber,
    explain: views.explain,
    phoneLogin: views.phoneLogin,
    passwordLogin: views.passwordLogin,
    loginSteps: rooms.loginSteps,
    passwordResets: rooms.passwordResets,
    ownFactors: rooms.ownFactors,
    idTokenSessions: rooms.idTokenSessions,
    renewIdToken: (session) => renewIdToken(rooms, session),
    jwks: () => rooms.signingKeys.jwks(),
    ready: () => isReady(rooms),
    isSwamped: () => isSwamped(rooms),
    metrics: rooms.metrics.render,
    observe: rooms.metrics.observeRequest,
    reportUnlisted: tellUnlistedAddress(rooms),
    reportDefect: (error, requestId) => rooms.log.error({ err: error, requestId }, 'a request failed'),
    inbox: servesInbox(options) ? rooms.inbox : undefined,
    trustedProxies: addressRanges(trustedProxies),
    production,
    publicUrl,
  }
}

async function renewIdToken({ clients, issueIdToken }: Rooms, session: Session): Promise<string> {
  const client = clients().find(session.clientId)
  if (client === undefined) throw refuse('CLIENT_UNKNOWN')
  return issueIdToken({ client, sessionId: session.id, user: session.user, authTime: session.authTime })
}

/** One read of each store. */
async function isReady({ users, ephemeral }: Rooms): Promise<void> {
  await Promise.all([users.find(defaultTenant, '' as UserId), ephemeral.get('ready')])
}

function isSwamped({ database, ephemeral }: Rooms): boolean {
  return database.isSwamped?.() === true || ephemeral.isSwamped?.() === true
}
