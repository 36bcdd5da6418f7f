/** Opens an app for an operator's work on its users; nothing is served meanwhile. */
import type { AccountServices } from '../accounts/account-services.ts'
import { accountServicesOf } from '../app/account-services.ts'
import { type OpenedApp, openWholeApp } from '../app/open-app.ts'
import type { TenantId } from '../base/ids.ts'
import { createLog } from '../base/log.ts'
import { loadSettings, type Settings } from '../config/load-settings.ts'
import type { CallContext } from '../elements/caller.ts'
import { CommandFault } from './command-fault.ts'
import type { FolderOptions, TenantOptions } from './command-options.ts'

export type Accounts = {
  readonly services: AccountServices
  readonly call: CallContext
  readonly opened: OpenedApp
}

export function settingsOf(options: FolderOptions): Settings {
  return loadSettings(process.env, { LATCHKEY_APP: options.app, LATCHKEY_DATA: options.data })
}

export async function withAccounts<Result>(
  options: FolderOptions & TenantOptions,
  work: (accounts: Accounts) => Promise<Result>,
): Promise<Result> {
  const call = systemCall(options.tenant)
  const opened = await openQuietly(settingsOf(options))
  try {
    return await work({ services: accountServicesOf(opened), call, opened })
  } finally {
    await opened.app.close()
  }
}

/** What the commands do is done by the system. */
export function systemCall(tenant: string): CallContext {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(tenant))
    throw new CommandFault(`--tenant: ${tenant} cannot be the id of a tenant`)
  return {
    caller: { kind: 'system', reason: 'command line' },
    tenantId: tenant as TenantId,
    device: {},
    language: 'en',
  }
}

/** As in development: what is unsafe to serve in production must not keep an operator from the users. */
function openQuietly({ app, data, databaseFile, secrets }: Settings): Promise<OpenedApp> {
  const log = createLog('error', process.stderr)
  return openWholeApp(app, { data, databaseFile, secrets, production: false, loopback: true, log })
}
