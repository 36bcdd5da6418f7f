/** How the two servers of a run are started: Latchkey on an empty data folder of its own, and the control. */
import { join } from 'node:path'
import { writeAppFolder } from './app-folder.ts'
import type { ServerCommand } from './server-process.ts'

/** In development, because the codes are learnt from the inbox, which production does not have. */
const environment = { NODE_ENV: 'development' }

export function latchkeyCommand(
  entry: string,
  temporary: string,
  dataName: string,
  stores: Readonly<Record<string, string>> = {},
): ServerCommand {
  const app = join(temporary, 'app')
  writeAppFolder(app)
  const data = join(temporary, dataName)
  return {
    args: (port) => [
      entry,
      'start',
      '--app',
      app,
      '--data',
      data,
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
    ],
    healthPath: '/healthz',
    environment: { ...environment, ...stores },
    log: join(temporary, `${dataName}.log`),
  }
}

export function controlCommand(temporary: string): ServerCommand {
  const entry = join(import.meta.dirname, 'control-server.js')
  return {
    args: (port) => [entry, `${port}`],
    healthPath: '/',
    environment: {},
    log: join(temporary, 'control.log'),
  }
}
