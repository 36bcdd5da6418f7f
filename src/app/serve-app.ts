/** An open app behind HTTP. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Log } from '../base/log.ts'
import type { Client } from '../clients/client.ts'
import type { Settings } from '../config/load-settings.ts'
import type { Fault } from '../elements/fault.ts'
import { createAppServers } from './app-server.ts'
import { type OpenedApp, openWholeApp } from './open-app.ts'
import { findSettingRisks, inboxRisks, type Risk } from './risks.ts'
import { servesInbox } from './serves-inbox.ts'
import { isLoopback } from './unsafe-elements.ts'

export type Served = {
  /** Where it listens. */
  readonly url: string
  readonly warnings: readonly Fault[]
  /** What is unsafe here and now. */
  readonly risks: readonly Risk[]
  /** Is the development inbox served? */
  readonly hasInbox: boolean
  /** What the first steps on the command line need; nothing when the app has no such client. */
  readonly example:
    | {
        readonly fullName: string
        readonly clientId: string
        readonly phone: string
        readonly asksCaptcha: boolean
      }
    | undefined
  /** As `App.reloadElements`. */
  reloadElements(): Promise<readonly Fault[]>
  /** Where the first administrator is made, for an hour; nothing once there is one. Makes earlier ones void. */
  firstAdminLink(): Promise<string | undefined>
  /** Stops accepting, finishes what is in flight, closes the stores. */
  close(): Promise<void>
}

export type ServeOptions = { readonly log: Log; readonly print: (line: string) => void }

/** An address that cannot be listened on. `cause` is what the system says. */
export class ListenFault extends Error {
  override readonly name = 'ListenFault'
  /** The setting that names the port. */
  readonly setting: 'PORT' | 'ADMIN_PORT'
  readonly address: string
  readonly code: string | undefined

  constructor(setting: 'PORT' | 'ADMIN_PORT', address: string, cause: unknown) {
    super(`${setting}: cannot listen on ${address}`, { cause })
    this.setting = setting
    this.address = address
    this.code = (cause as NodeJS.ErrnoException).code
  }
}

/** Who is served still has this long to end when the process is told to stop: longer than an SMS vendor may take. */
const graceMs = 6_000

/** Throws `ConfigurationFaults`, `SettingFaults`, `StoreFault` and `ListenFault`. */
export async function serveApp(settings: Settings, { log, print }: ServeOptions): Promise<Served> {
  const { host, port, adminPort } = settings
  let url = `http://${hostInUrl(host)}:${port}`
  const publicUrl = () => settings.publicUrl ?? url
  const opened = await openWholeApp(settings.app, {
    data: settings.data,
    databaseFile: settings.databaseFile,
    databaseUrl: settings.databaseUrl,
    databasePoolSize: settings.databasePoolSize,
    redisUrl: settings.redisUrl,
    secrets: settings.secrets,
    webhookInternalHosts: settings.webhookInternalHosts,
    production: settings.production,
    loopback: isLoopback(host),
    issuer: publicUrl,
    log,
    print,
  })
  const { main, admin } = createAppServers(opened, { ...settings, publicUrl })
  const servers = admin === undefined ? [main] : [main, admin]
  try {
    await listen(main, 'PORT', host, port)
    if (admin !== undefined) await listen(admin, 'ADMIN_PORT', host, adminPort ?? 0)
  } catch (error) {
    await closeServers(servers, 0)
    await opened.app.close()
    throw error
  }
  url = `http://${hostInUrl(host)}:${(main.server.address() as AddressInfo).port}`
  const hasInbox = servesInbox({ ...settings, publicUrl })
  return {
    url,
    warnings: opened.warnings,
    risks: [...risksOf(settings), ...(hasInbox ? [] : inboxRisks(opened.elements.registry()))],
    hasInbox,
    example: exampleOf(opened),
    reloadElements: opened.app.reloadElements,
    async firstAdminLink() {
      const { admins, invites } = opened.rooms.administrators
      if (!(await admins.isEmpty())) return undefined
      return `${publicUrl()}/console#invite=${await invites.make('owner', 'first start')}`
    },
    async close() {
      await closeServers(servers, graceMs)
      await opened.app.close()
    },
  }
}

/** In development nothing is said of what is meant so. */
function risksOf(settings: Settings): Risk[] {
  return findSettingRisks(settings).filter(({ level }) => settings.production || level === 'unsafe')
}

async function listen(server: FastifyInstance, setting: ListenFault['setting'], host: string, port: number) {
  try {
    await server.listen({ host, port })
  } catch (error) {
    throw new ListenFault(setting, `${hostInUrl(host)}:${port}`, error)
  }
}

/** Stops accepting at once; connections that are still busy after `withinMs` are cut off. */
async function closeServers(servers: readonly FastifyInstance[], withinMs: number): Promise<void> {
  const cut = setTimeout(() => {
    for (const { server } of servers) server.closeAllConnections()
  }, withinMs)
  await Promise.all(servers.map((server) => server.close()))
  clearTimeout(cut)
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** A number of the default country that no network assigns would be refused, so this one is well formed. */
const examplePhone = '13800138000'

/** No template: its calls name a tenant, which may not be there yet. */
function exampleOf({ elements }: OpenedApp): Served['example'] {
  const usable = elements.clients().all.filter(({ phoneLogin, isv }) => phoneLogin !== undefined && !isv)
  const client = usable.find((one) => !asksCaptcha(one)) ?? usable[0]
  if (client === undefined) return undefined
  const { fullName, clientId } = client
  return { fullName, clientId, phone: examplePhone, asksCaptcha: asksCaptcha(client) }
}

function asksCaptcha({ captcha }: Client): boolean {
  return captcha !== 'off'
}
