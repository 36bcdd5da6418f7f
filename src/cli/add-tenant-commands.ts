/** The commands of `latchkey tenant`. */
import type { Command } from 'commander'
import { withApp, withData, withJson } from './command-options.ts'

/** `tenant` is the group that they go into. */
export function addTenantCommands(tenant: Command): void {
  withData(withApp(tenant.command('create').description('make a tenant for clients that serve many')))
    .argument('<id>', 'letters, digits, _ and -, at most 64')
    .option('--title <text>', 'what the tenant is called; else its id')
    .action(async (id, options) => (await import('./commands/tenant-create.ts')).tenantCreate(id, options))

  withJson(withData(withApp(tenant.command('list').description('list the tenants')))).action(
    async (options) => (await import('./commands/tenant-list.ts')).tenantList(options),
  )

  withData(
    withApp(tenant.command('close').description('end all sessions of a tenant and refuse logins, for good')),
  )
    .argument('<id>', 'id of the tenant')
    .option('--yes', 'do not ask')
    .action(async (id, options) => (await import('./commands/tenant-close.ts')).tenantClose(id, options))
}
