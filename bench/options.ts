/** What the command line of the bench says. */
import { parseArgs } from 'node:util'

const usualParts = ['login', 'password', 'install', 'cold-start'] as const
/** Growth takes gigabytes and most of an hour, so it is measured only when it is asked for. */
const partNames = [...usualParts, 'growth'] as const
const storeNames = ['sqlite', 'postgres'] as const

export type Part = (typeof partNames)[number]
export type StoreName = (typeof storeNames)[number]

export type BenchOptions = {
  readonly parts: ReadonlySet<Part>
  readonly amount: number
  readonly connections: number
  readonly passwords: number
  /** The program that is started as the server. */
  readonly entry: string
  /** `postgres`: durable data in PostgreSQL, what expires in Redis. Growth is measured on each of them. */
  readonly stores: readonly StoreName[]
  /** URL of a PostgreSQL server on this machine, with the right to make databases there. */
  readonly postgres: string
  /** How many users there are, for growth. */
  readonly sizes: readonly number[]
}

export const usage = `npm run bench -- [options]
  --only PARTS         of ${partNames.join(', ')}; login is needed by password (default: all but growth)
  --store STORES       of ${storeNames.join(', ')}: one to measure the operations, several for growth (sqlite)
  --postgres URL       a server on this machine (postgres://postgres@127.0.0.1:5432/postgres); Redis is started
  --amount N           operations a phase (10000), after a quarter of them unmeasured
  --connections N      requests at once (32)
  --passwords N        password logins (400)
  --entry FILE         the server's program (src/main.ts)
  --sizes NUMBERS      users, for growth (10000,100000,1000000,10000000)
`

function readNames<Name extends string>(what: string, names: readonly Name[], given: string): Name[] {
  return given.split(',').map((name) => {
    const found = names.find((known) => known === name)
    if (found === undefined) throw new Error(`no ${what} "${name}"\n${usage}`)
    return found
  })
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
      store: option('sqlite'),
      postgres: option('postgres://postgres@127.0.0.1:5432/postgres'),
      sizes: option('10000,100000,1000000,10000000'),
    },
  })
  if (values.help) return 'help'
  return {
    parts: new Set(readNames('part', partNames, values.only ?? usualParts.join(','))),
    amount: Number(values.amount),
    connections: Number(values.connections),
    passwords: Number(values.passwords),
    entry: values.entry,
    stores: readNames('store', storeNames, values.store),
    postgres: values.postgres,
    sizes: values.sizes.split(',').map(Number),
  }
}
