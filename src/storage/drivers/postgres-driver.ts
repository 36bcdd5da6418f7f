/** The SQL port on PostgreSQL: for more than one process. A call is one round trip, whatever a transaction holds. */
import type { Pool } from 'pg'
import type { SqlValue, Statement, Step } from '../database.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'
import { commitWith } from './postgres-commit.ts'
import { openLoginPool, openSchemaPool } from './postgres-pool.ts'
import { postgresQueries, withSchemaLock } from './postgres-queries.ts'
import { PostgresTexts, toWire } from './postgres-sql.ts'
import { reasonOf } from './postgres-sqlstate.ts'

export const defaultPoolSize = 10

/**
 * Opens the database at a `postgres://` URL; the first call connects. Of at most `poolSize` connections; schema work
 * has one more of its own.
 */
export function openPostgresDatabase(url: string, poolSize = defaultPoolSize): QueryDatabase {
  return new PostgresDriver(url, poolSize)
}

class PostgresDriver implements QueryDatabase {
  readonly dialect = 'postgres'
  private readonly url: string
  private readonly poolSize: number
  private readonly texts = new PostgresTexts()
  private readonly running = new Set<Promise<unknown>>()
  private opened: Promise<Pool> | undefined
  private queries: Promise<QueryBuilder> | undefined
  private schemaWork: Promise<unknown> = Promise.resolve()
  private closed = false

  constructor(url: string, poolSize: number) {
    this.url = url
    this.poolSize = poolSize
  }

  async first<P extends readonly SqlValue[], Row>(
    of: Statement<P, Row>,
    params: P,
  ): Promise<Row | undefined> {
    const [row] = await this.rowsOf<Row>(of, params)
    return row
  }

  all<P extends readonly SqlValue[], Row>(of: Statement<P, Row>, params: P): Promise<Row[]> {
    return this.rowsOf<Row>(of, params)
  }

  commit(steps: readonly Step[]): Promise<void> {
    return this.run(async (pool) => {
      await this.schemaWork
      if (steps.length > 0) await commitWith(pool, this.texts, steps)
    })
  }

  async kysely(): Promise<QueryBuilder> {
    this.queries ??= this.pool().then(postgresQueries)
    return this.queries
  }

  exclusively<T>(work: (kysely: QueryBuilder) => Promise<T>): Promise<T> {
    const before = this.schemaWork
    const result = this.run(async () => {
      await before
      const pool = await openSchemaPool(this.url)
      try {
        // What `work` throws is its own, so the way to the server is tried before.
        const client = await pool.connect().catch(reject)
        client.release()
        return await withSchemaLock(await postgresQueries(pool), work)
      } finally {
        await pool.end()
      }
    })
    this.schemaWork = result.catch(() => {})
    return result
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await Promise.allSettled(this.running)
    await (await this.opened)?.end()
  }

  private rowsOf<Row>(
    { name, sql }: Pick<Step, 'name' | 'sql'>,
    params: readonly SqlValue[],
  ): Promise<Row[]> {
    return this.run(async (pool) => {
      const asked = pool.query({ name, text: this.texts.ofStatement(sql), values: params.map(toWire) })
      return (await asked.catch(reject)).rows as Row[]
    })
  }

  /** Until it ends the database does not close. */
  private async run<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    const running = this.pool().then(work)
    this.running.add(running)
    try {
      return await running
    } finally {
      this.running.delete(running)
    }
  }

  private async pool(): Promise<Pool> {
    if (this.closed) throw new Error('the database was closed')
    this.opened ??= openLoginPool(this.url, this.poolSize)
    return this.opened
  }
}

function reject(error: unknown): never {
  throw reasonOf(error)
}
