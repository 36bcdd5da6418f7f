/** The stores behind the measured server: SQLite files of its own, or PostgreSQL and Redis, whose CPU is told apart. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { StoreName } from './options.ts'
import { cpuSeconds } from './process-usage.ts'
import { startRedis } from './redis-process.ts'

/** Seconds of CPU since their start, by the name of the store. */
export type StoreCpu = Readonly<Record<string, number>>

export type BenchStores = {
  readonly name: StoreName
  /** What the server is told of them. */
  readonly environment: Readonly<Record<string, string>>
  /** URL of the database made for this run. */
  readonly databaseUrl: string | undefined
  cpu(): Promise<StoreCpu>
  /** Nothing is left of them. */
  drop(): Promise<void>
}

export async function openBenchStores(name: StoreName, postgresUrl: string): Promise<BenchStores> {
  if (name === 'sqlite')
    return { name, environment: {}, databaseUrl: undefined, cpu: async () => ({}), drop: async () => {} }
  const server = await connect(postgresUrl)
  const database = `latchkey_bench_${randomBytes(6).toString('hex')}`
  await server.query(`create database ${database} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const redis = await startRedis()
  const url = new URL(postgresUrl)
  url.pathname = database
  return {
    name,
    environment: {
      DATABASE_URL: url.href,
      REDIS_URL: redis.url,
      LATCHKEY_SECRET: randomBytes(32).toString('hex'),
    },
    databaseUrl: url.href,
    cpu: async () => ({
      PostgreSQL: await backendSeconds(server, database),
      Redis: cpuSeconds(redis.pid),
    }),
    async drop() {
      await server.query(`drop database if exists ${database} with (force)`)
      await server.end()
      await redis.stop()
    },
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

/**
 * Of the connections of this database. Those of a pool live as long as a phase; what PostgreSQL does for all databases
 * together (its log of changes, checkpoints) is not told apart and not counted.
 */
async function backendSeconds(server: pg.Client, database: string): Promise<number> {
  const sql = `select pid from pg_stat_activity where datname = $1 and backend_type = 'client backend'`
  const { rows } = await server.query<{ readonly pid: number }>(sql, [database])
  return rows.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0)
}
