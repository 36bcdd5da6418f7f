/** What the command line of the bench says. */
import { parseArgs } from 'node:util'

const partNames = ['login', 'password', 'install', 'cold-start'] as const
export type Part = (typeof partNames)[number]

export type BenchOptions = {
  readonly parts: ReadonlySet<Part>
  readonly amount: number
  readonly connections: number
  readonly passwords: number
  /** The program that is started as the server. */
  readonly entry: string
}

export const usage = `npm run bench -- [options]
  --only PARTS         of ${partNames.join(', ')}; login is needed by password (default: all)
  --amount N           operations a phase (10000), after a quarter of them unmeasured
  --connections N      requests at once (32)
  --passwords N        password logins (400)
  --entry FILE         the server's program (src/main.ts)
`

function readParts(only: string | undefined): ReadonlySet<Part> {
  if (only === undefined) return new Set(partNames)
  return new Set(
    only.split(',').map((name) => {
      const part = partNames.find((known) => known === name)
      if (part === undefined) throw new Error(`no part "${name}"\n${usage}`)
      return part
    }),
  )
}

export function readOptions(args: readonly string[], defaultEntry: string): BenchOptions | 'help' {
  const option = (fallback: string) => ({ type: 'string', default: fallback }) as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string' },
      amount: option('10000'),
      connections: option('32'),
      passwords: option('400'),
      entry: option(defaultEntry),
    },
  })
  if (values.help) return 'help'
  return {
    parts: readParts(values.only),
    amount: Number(values.amount),
    connections: Number(values.connections),
    passwords: Number(values.passwords),
    entry: values.entry,
  }
}
