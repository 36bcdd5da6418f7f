/** Options that several commands have in common. */
import type { Command } from 'commander'

export type FolderOptions = { readonly app?: string; readonly data?: string }
export type ListenOptions = { readonly host?: string; readonly port?: string }
export type StartOptions = FolderOptions & ListenOptions & { readonly workers?: string }
export type TenantOptions = { readonly tenant: string }
export type JsonOptions = { readonly json?: boolean }

export function withApp(command: Command): Command {
  return command.option('--app <dir>', 'folder of the app (LATCHKEY_APP)')
}

export function withData(command: Command): Command {
  return command.option('--data <dir>', 'folder of the embedded databases (LATCHKEY_DATA)')
}

export function withListening(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen on (HOST)')
    .option('--port <number>', 'port to listen on (PORT)')
}

export function withJson(command: Command): Command {
  return command.option('--json', 'as JSON')
}

export function withUsers(command: Command): Command {
  return withData(withApp(command)).option('--tenant <id>', 'tenant that the users belong to', 'default')
}
