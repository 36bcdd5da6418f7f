/** Starts the measured server and the control, and ends them whatever happens. */
import type { BenchStores } from './bench-stores.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { controlCommand, latchkeyCommand } from './servers.ts'

export type ServersPlace = {
  readonly entry: string
  readonly temporary: string
  /** The data folder, below `temporary`. */
  readonly dataName: string
}

export async function withServers<T>(
  { entry, temporary, dataName }: ServersPlace,
  stores: BenchStores,
  work: (server: ServerProcess, control: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await startServer(latchkeyCommand(entry, temporary, dataName, stores.environment))
  try {
    const control = await startServer(controlCommand(temporary))
    try {
      return await work({ ...server, storeCpu: stores.cpu }, control)
    } finally {
      await control.stop()
    }
  } finally {
    await server.stop()
  }
}
