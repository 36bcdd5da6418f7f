/** The stores that a program of the fault tests runs on: its own files, or PostgreSQL and Redis. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createTestDatabase } from '../support/postgres-server.ts'
import { ownRedis } from '../support/redis-server.ts'
import { countRows } from './count-rows.ts'
import type { Figures } from './process-figures.ts'

export type FaultStores = {
  /** What the program is started with. */
  readonly environment: Readonly<Record<string, string>>
  /** What the stores hold now. */
  figures(): Promise<Figures>
  /** By how much a figure may be higher at the end of a soak than in its middle, besides a tenth. */
  readonly mayGrow: Figures
  /** Codes and messages that have not been removed. */
  left(): Promise<{ readonly codes: number; readonly messages: number }>
}

/** The environment of a program on servers: without a file nobody keeps a secret for it. */
export const serverSecret = 'a secret of the fault tests of more than 32 characters'

export function embeddedStores(data: string): FaultStores {
  const rows = (table: string, where?: string) => countRows(data, 'ephemeral.sqlite', table, where)
  return {
    environment: {},
    async figures() {
      return {
        ephemeralMb: megabytes(data, 'ephemeral.sqlite'),
        ephemeralWalMb: megabytes(data, 'ephemeral.sqlite-wal'),
        durableMb: megabytes(data, 'latchkey.sqlite'),
        durableWalMb: megabytes(data, 'latchkey.sqlite-wal'),
        facts: rows('facts'),
        lists: rows('lists'),
        sessions: countRows(data, 'latchkey.sqlite', 'sessions'),
        audit: countRows(data, 'latchkey.sqlite', 'audit'),
      }
    },
    mayGrow: { ephemeralMb: 1, ephemeralWalMb: 20, durableWalMb: 20, facts: 200, lists: 200 },
    left: async () => ({ codes: rows('facts', "key like 'code:%'"), messages: rows('lists') }),
  }
}

/** A new database and a Redis of its own, as Debian ships it but without snapshots: they would come when they want. */
export async function serverStores(t: TestContext): Promise<FaultStores> {
  const database = await createTestDatabase()
  t.after(() => database.drop())
  const redis = await ownRedis()
  await redis.start()
  const client = new Redis(redis.url)
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  pool.on('error', () => {})
  t.after(async () => {
    client.disconnect()
    await pool.end()
  })
  const keys = (pattern: string) =>
    client.eval("return #redis.call('keys', ARGV[1])", 0, pattern) as Promise<number>
  return {
    environment: { DATABASE_URL: database.url, REDIS_URL: redis.url, LATCHKEY_SECRET: serverSecret },
    async figures() {
      const { rows } = await pool.query(postgresFigures)
      const memory = /^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]
      const clients = /^connected_clients:(\d+)/m.exec(await client.info('clients'))?.[1]
      return {
        ...rows[0],
        redisMb: Number(memory) / 2 ** 20,
        redisKeys: await client.dbsize(),
        redisConnections: Number(clients),
      }
    },
    mayGrow: { connections: 2, redisConnections: 1, redisMb: 1, redisKeys: 200 },
    async left() {
      return { codes: await keys('latchkey:code:*'), messages: await keys('latchkey:{dev-inbox}:*') }
    },
  }
}

const postgresFigures = `select
  (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
  (pg_database_size(current_database()) / 1048576.0)::float as "databaseMb",
  (select count(*)::int from users) as users,
  (select count(*)::int from sessions) as sessions,
  (select count(*)::int from sessions where expires_at > extract(epoch from now()) * 1000) as "livingSessions",
  (select count(*)::int from audit) as audit,
  (select coalesce(sum(n_dead_tup), 0)::int from pg_stat_user_tables) as "deadRows"`

function megabytes(data: string, file: string): number {
  const path = join(data, file)
  return existsSync(path) ? statSync(path).size / 2 ** 20 : 0
}
