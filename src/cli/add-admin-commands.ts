/** Commands about administrators. */
import { type Command, Option } from 'commander'
import { withApp, withData, withJson } from './command-options.ts'

export function addAdminCommands(admin: Command): void {
  withData(
    withApp(
      admin.command('invite').description('make a link of one use for an administrator, good for an hour'),
    ),
  )
    .addOption(
      new Option('--role <role>', 'what the administrator may do')
        .choices(['auditor', 'operator', 'owner'])
        .default('owner'),
    )
    .action(async (options) => (await import('./commands/admin-invite.ts')).adminInvite(options))

  withJson(withData(withApp(admin.command('list').description('list the administrators')))).action(
    async (options) => (await import('./commands/admin-list.ts')).adminList(options),
  )

  withData(withApp(admin.command('remove').description('remove an administrator and end the sessions')))
    .argument('<name>', 'name of the administrator')
    .action(async (name, options) => (await import('./commands/admin-remove.ts')).adminRemove(name, options))
}
