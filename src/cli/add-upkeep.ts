/** The commands that keep an installation: its schema, backups, the move to PostgreSQL, what is unsafe. */
import type { Command } from 'commander'
import { withApp, withData, withJson, withListening } from './command-options.ts'

/** Each is loaded when it is asked for. */
export function addUpkeep(program: Command): void {
  withData(program.command('migrate').description('bring the schema of the database up to date'))
    .option('--plan', 'only tell what would be done')
    .action(async (options) => (await import('./commands/migrate.ts')).migrateSchema(options))

  withData(
    program.command('backup').description('write the embedded database to one file, while the server runs'),
  )
    .argument('<file>', 'file to write')
    .option('--force', 'replace a file that is there')
    .action(async (file, options) => (await import('./commands/backup.ts')).backup(file, options))

  program
    .command('copy')
    .description('move an embedded installation to PostgreSQL; an interrupted copy goes on where it was')
    .requiredOption('--from <sqlite:file>', 'its durable database, which nobody serves meanwhile')
    .requiredOption('--to <url>', 'an empty database, postgres://USER:PASSWORD@HOST:PORT/NAME')
    .action(async (options) => (await import('./commands/copy.ts')).copy(options))

  withJson(
    withListening(
      withData(
        withApp(program.command('doctor').description('tell what is configured, reachable and unsafe')),
      ),
    ),
  ).action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
}
