/** The commands of `latchkey webhook`. */
import type { Command } from 'commander'
import { withData, withJson } from './command-options.ts'

const whichEndpoint = 'id of the endpoint'

/** `webhook` is the group that they go into. */
export function addWebhookCommands(webhook: Command): void {
  withJson(withTenant(webhook.command('add').description('send events to a URL; tells its secret, once')))
    .argument('<url>', 'https, to a public address; or a host of WEBHOOK_INTERNAL_HOSTS')
    .option('--event <type...>', 'only these events; else all, those to come included')
    .action(async (url, options) => (await import('./commands/webhook-add.ts')).webhookAdd(url, options))

  withJson(withTenant(webhook.command('list').description('list the endpoints'))).action(async (options) =>
    (await import('./commands/webhook-list.ts')).webhookList(options),
  )

  withTenant(webhook.command('remove').description('send nothing more to an endpoint'))
    .argument('<id>', whichEndpoint)
    .option('--yes', 'do not ask')
    .action(async (id, options) => (await import('./commands/webhook-remove.ts')).webhookRemove(id, options))

  withTenant(webhook.command('try').description('send one `webhook.test` now, and tell what came of it'))
    .argument('<id>', whichEndpoint)
    .action(async (id, options) => (await import('./commands/webhook-try.ts')).webhookTry(id, options))

  withTenant(webhook.command('resume').description('go on with an endpoint that was paused'))
    .argument('<id>', whichEndpoint)
    .action(async (id, options) => (await import('./commands/webhook-resume.ts')).webhookResume(id, options))

  addDeliveries(webhook)
}

function addDeliveries(webhook: Command): void {
  withJson(
    withTenant(webhook.command('deliveries').description('what was sent and what waits, newest first')),
  )
    .argument('<id>', whichEndpoint)
    .option('--state <state>', 'only pending, delivered or failed ones')
    .option('--limit <number>', 'how many, at most 500', '50')
    .action(async (id, options) =>
      (await import('./commands/webhook-deliveries.ts')).webhookDeliveries(id, options),
    )

  withTenant(webhook.command('replay').description('deliver again; the events keep their ids'))
    .argument('<id>', whichEndpoint)
    .option('--event <id>', 'one event')
    .option('--since <time>', 'all since then that the endpoint hears of, such as 2026-11-21T09:00:00Z')
    .option('--failed', 'of these only what has failed for good')
    .action(async (id, options) => (await import('./commands/webhook-replay.ts')).webhookReplay(id, options))
}

function withTenant(command: Command): Command {
  return withData(command).option('--tenant <id>', 'tenant that the endpoint belongs to', 'default')
}
