/** Opens an app for an operator's work on its users; nothing is served meanwhile. */
import type { AccountServices } from '../accounts/account-services.ts'
import { createTenantAdmin } from '../accounts/tenant-admin.ts'
import { accountServicesOf } from '../app/account-services.ts'
import { type OpenedApp, openWholeApp } from '../app/open-app.ts'
import { databasePlaceOf } from '../app/stores.ts'
import { createLog } from '../base/log.ts'
import type { Settings } from '../config/load-settings.ts'
import type { CallContext } from '../elements/caller.ts'
import { isTenantId } from '../tenants/tenant.ts'
import { CommandFault } from './command-fault.ts'
import type { FolderOptions, TenantOptions } from './command-options.ts'
import { printable } from './output.ts'
import { settingsOf } from './settings-of.ts'

export type Accounts = {
  readonly services: AccountServices
  readonly call: CallContext
  readonly opened: OpenedApp
  /** Of the database, for people. */
  readonly place: string
}

/** Refused as `TENANT_UNKNOWN`. */
export async function withAccounts<Result>(
  options: FolderOptions & TenantOptions,
  work: (accounts: Accounts) => Promise<Result>,
): Promise<Result> {
  const call = systemCall(options.tenant)
  const settings = settingsOf(options)
  const opened = await openQuietly(settings)
  try {
    const services = accountServicesOf(opened)
    await createTenantAdmin(services).demand(call.tenantId)
    return await work({ services, call, opened, place: databasePlaceOf(settings) })
  } finally {
    await opened.app.close()
  }
}

/** What the commands do is done by the system. */
export function systemCall(tenant: string): CallContext {
  if (!isTenantId(tenant)) throw new CommandFault(`${printable(tenant)} cannot be the id of a tenant`)
  return {
    caller: { kind: 'system', reason: 'command line' },
    tenantId: tenant,
    device: {},
    language: 'en',
  }
}

/** As in development: what is unsafe to serve in production must not keep an operator from the users. */
function openQuietly(settings: Settings): Promise<OpenedApp> {
  const { app, data, databaseFile, databaseUrl, databasePoolSize, redisUrl, secrets } = settings
  const log = createLog('error', process.stderr)
  const stores = { data, databaseFile, databaseUrl, databasePoolSize, redisUrl }
  return openWholeApp(app, {
    ...stores,
    patience: 'commands',
    secrets,
    production: false,
    loopback: true,
    deliversWebhooks: false,
    log,
  })
}
