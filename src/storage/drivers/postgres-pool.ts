/** Connections to PostgreSQL. The library is loaded when the first is needed: most installations have no PostgreSQL. */
import type { Pool, PoolConfig } from 'pg'
import type { PatienceLimits } from '../../base/patience.ts'

/** A connection is made in the background: whoever waits for it goes earlier. */
const connectMs = 3_000

/** The server gives a statement up before its caller does, so that what nobody waits for does not pile up there. */
const earlierMs = 200

/** Lists and exports, which read much. */
const forLists: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  // For a server that has gone silent: later than its own limit, which says more.
  query_timeout: 15_000,
  max: 2,
}

/** Schema work takes its time, and waits for that of other processes. */
const forSchema: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 0,
  lock_timeout: 120_000,
  idle_in_transaction_session_timeout: 120_000,
}

/**
 * `size`: how many connections at most. Errors of idle connections close them and nothing more. Parameters of the URL
 * win over these.
 */
export async function openLoginPool(
  url: string,
  size: number,
  { patientMs }: Pick<PatienceLimits, 'patientMs'>,
): Promise<Pool> {
  return openPool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: Math.max(connectMs, patientMs),
    statement_timeout: patientMs - earlierMs,
    query_timeout: patientMs,
    idle_in_transaction_session_timeout: 5_000,
    // What a login asks for lies at a key. A plan made while a table was empty or not analyzed would read all of it.
    options: '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off',
  })
}

export async function openListPool(url: string): Promise<Pool> {
  return openPool({ ...forLists, connectionString: url })
}

export async function openSchemaPool(url: string): Promise<Pool> {
  return openPool({ ...forSchema, connectionString: url, max: 1 })
}

async function openPool(config: PoolConfig): Promise<Pool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    application_name: 'latchkey',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 3_600,
    types: { getTypeParser: (oid, format) => parsers[oid] ?? pg.types.getTypeParser(oid, format) },
    ...config,
  })
  // Whoever uses the connection is told by the call; without listeners the process would end.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** As SQLite gives them: boolean, int8 and numeric as numbers. */
const parsers: Readonly<Record<number, (text: string) => number>> = {
  16: (text) => (text === 't' ? 1 : 0),
  20: Number,
  1700: Number,
}
