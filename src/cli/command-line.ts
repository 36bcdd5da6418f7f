/** The commands of `latchkey`. Each is loaded when it is asked for. */
import { Command } from 'commander'
import { reportFaults } from './report-faults.ts'

/** `argv` as the process got it. Sets the exit status; 78 (EX_CONFIG) for an operator's mistake. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = new Command('latchkey').description('A self-hosted login server.').showHelpAfterError()

  program
    .command('start')
    .description('serve an app')
    .option('--app <dir>', 'folder of the app (LATCHKEY_APP)')
    .option('--data <dir>', 'folder of the embedded databases (LATCHKEY_DATA)')
    .option('--host <address>', 'address to listen on (HOST)')
    .option('--port <number>', 'port to listen on (PORT)')
    .action(async (options) => (await import('./commands/start.ts')).start(options))

  try {
    await program.parseAsync([...argv])
  } catch (error) {
    reportFaults(error)
  }
}
