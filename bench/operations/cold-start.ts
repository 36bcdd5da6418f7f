/** From the spawn to the first healthy answer, the database present: beside bare Node, in turns, medians. */
import { percentile } from '../percentile.ts'
import { type ServerCommand, startServer } from '../server-process.ts'

const rounds = 9

export async function measureColdStarts<Name extends string>(
  commands: Readonly<Record<Name, ServerCommand>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(commands) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const server = await startServer(commands[name])
      times.get(name)?.push(server.startMs)
      await server.stop()
    }
  }
  const medians = names.map((name) => [name, percentile(times.get(name) ?? [], 50)] as const)
  return Object.fromEntries(medians) as Record<Name, number>
}
