/** Cold starts from source and, where it was installed, of the published package, beside bare Node. */
import { measureColdStarts } from './operations/cold-start.ts'
import { startServer } from './server-process.ts'
import { controlCommand, latchkeyCommand } from './servers.ts'

/** Milliseconds, medians. */
export type StartFigures = { readonly bare: number; readonly source: number; readonly published?: number }

async function withDatabase(entry: string, temporary: string, dataName: string) {
  const command = latchkeyCommand(entry, temporary, dataName)
  const first = await startServer(command)
  await first.stop()
  return command
}

export async function measureStart(
  entry: string,
  installed: string | undefined,
  temporary: string,
): Promise<StartFigures> {
  const bare = controlCommand(temporary)
  const source = await withDatabase(entry, temporary, 'start-source')
  if (installed === undefined) return measureColdStarts({ bare, source })
  const published = await withDatabase(installed, temporary, 'start-published')
  return measureColdStarts({ bare, source, published })
}
