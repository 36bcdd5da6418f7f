/** `latchkey start --workers N`: this process holds the port and the workers serve. It opens no store itself. */
import type { Log } from '../../base/log.ts'
import { exitStatus } from '../exit-status.ts'
import { print } from '../output.ts'
import { createWorkerGroup } from './worker-group.ts'

/** SIGHUP renews the workers one after the other; SIGTERM and SIGINT stop them. */
export async function runWorkers(count: number, log: Log): Promise<void> {
  const group = createWorkerGroup(count, log)
  let stopping = false
  const stop = async (signal: string) => {
    stopping = true
    log.info({ signal }, 'stopping')
    const ends = await group.stop()
    process.exit(ends.every(({ code }) => code === 0 || code === null) ? 0 : 1)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const told = await group.start()
  if (stopping) return
  if (!('kind' in told)) {
    // It has said why.
    process.exit(told.code ?? exitStatus.software)
  }
  process.on('SIGHUP', () => void group.renew())
  for (const warning of told.warnings) log.warn(warning)
  if (told.welcome !== undefined) print(told.welcome)
}
