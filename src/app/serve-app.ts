/** An open app behind HTTP. */
import type { AddressInfo } from 'node:net'
import { defaultTenant, type UserId } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { addressRanges } from '../base/network-address.ts'
import { refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { Settings } from '../config/load-settings.ts'
import type { Fault } from '../elements/fault.ts'
import { createAdminServer } from '../http/health.ts'
import type { HttpServices } from '../http/http-services.ts'
import { createServer } from '../http/server.ts'
import type { Session } from '../sessions/session.ts'
import { type OpenedApp, openWholeApp } from './open-app.ts'
import type { Rooms } from './rooms.ts'

export type Served = {
  /** Where it listens. */
  readonly url: string
  readonly warnings: readonly Fault[]
  /** What the first steps on the command line need; nothing when the app has no such client. */
  readonly example: { readonly clientId: string; readonly phone: string } | undefined
  /** Stops accepting, finishes what is in flight, closes the stores. */
  close(): Promise<void>
}

export type ServeOptions = { readonly log: Log; readonly print: (line: string) => void }

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

/** Throws `ConfigurationFaults`, and whatever the system says when the address cannot be had. */
export async function serveApp(settings: Settings, { log, print }: ServeOptions): Promise<Served> {
  let url = settings.publicUrl ?? `http://${hostInUrl(settings.host)}:${settings.port}`
  const opened = await openWholeApp(settings.app, {
    data: settings.data,
    databaseFile: settings.databaseFile,
    secrets: settings.secrets,
    production: settings.production,
    loopback: loopback.test(settings.host),
    issuer: () => settings.publicUrl ?? url,
    log,
    print,
  })
  const services = servicesOf(opened, settings, () => settings.publicUrl ?? url)
  const server = createServer(services, { admin: settings.adminPort === undefined })
  const admin = settings.adminPort === undefined ? undefined : createAdminServer(services)
  try {
    await server.listen({ host: settings.host, port: settings.port })
    await admin?.listen({ host: settings.host, port: settings.adminPort ?? 0 })
  } catch (error) {
    await opened.app.close()
    throw error
  }
  const { port } = server.server.address() as AddressInfo
  url = `http://${hostInUrl(settings.host)}:${port}`
  return {
    url,
    warnings: opened.warnings,
    example: exampleOf(opened),
    async close() {
      await Promise.all([server.close(), admin?.close()])
      await opened.app.close()
    },
  }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** A number of the default country that no network assigns would be refused, so this one is well formed. */
const examplePhone = '13800138000'

function exampleOf({ elements }: OpenedApp): Served['example'] {
  const usable = ({ phoneLogin, captcha }: Client) => phoneLogin !== undefined && captcha === 'off'
  const client = elements.clients().all.find(usable)
  return client === undefined ? undefined : { clientId: client.clientId, phone: examplePhone }
}

function servicesOf(
  { app, rooms, views, elements }: OpenedApp,
  settings: Settings,
  publicUrl: () => string,
): HttpServices {
  return {
    appId: app.appId,
    clock: rooms.clock,
    app: views.root,
    clients: elements.clients,
    sessions: rooms.sessions,
    explain: views.explain,
    phoneLogin: views.phoneLogin,
    renewIdToken: (session) => renewIdToken(rooms, session),
    jwks: () => rooms.signingKeys.jwks(),
    ready: () => isReady(rooms),
    metrics: rooms.metrics.render,
    observe: rooms.metrics.observeRequest,
    reportDefect: (error, requestId) => rooms.log.error({ err: error, requestId }, 'a request failed'),
    inbox: settings.production ? undefined : rooms.inbox,
    trustedProxies: addressRanges(settings.trustedProxies),
    production: settings.production,
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
