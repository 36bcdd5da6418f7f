/** The SQL port on PostgreSQL: for more than one process. A call is one round trip, whatever a transaction holds. */
import type { QueryResult } from 'pg'
import { Patience } from '../../base/patience.ts'
import type { SqlValue, Statement, Step } from '../database.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'
import { commitWith } from './postgres-commit.ts'
import { PostgresLine } from './postgres-line.ts'
import { openListPool, openLoginPool, openSchemaPool } from './postgres-pool.ts'
import { postgresQueries, withSchemaLock } from './postgres-queries.ts'
import { PostgresTexts, toWire } from './postgres-sql.ts'
import { reasonOf } from './postgres-sqlstate.ts'

export const defaultPoolSize = 10

/**
 * Opens the database at a `postgres://` URL; the first call connects. Of at most `poolSize` connections; lists have two
 * more of their own, schema work one. `patience`: of the server, shared with others who use it.
 */
export function openPostgresDatabase(
  url: string,
  poolSize = defaultPoolSize,
  patience = new Patience(),
): QueryDatabase {
  return new PostgresDriver(url, poolSize, patience)
}

/** The same connections for others than the driver. */
export async function openPostgresLine(
  url: string,
  poolSize: number,
  patience: Patience,
): Promise<PostgresLine> {
  return new PostgresLine(await openLoginPool(url, poolSize, patience.limits), poolSize, patience)
}

class PostgresDriver implements QueryDatabase {
  readonly dialect = 'postgres'
  private readonly url: string
  private readonly poolSize: number
  private readonly patience: Patience
  private readonly texts = new PostgresTexts()
  private readonly running = new Set<Promise<unknown>>()
  private opening: Promise<PostgresLine> | undefined
  private line: PostgresLine | undefined
  private queries: Promise<QueryBuilder> | undefined
  private schemaWork: Promise<unknown> = Promise.resolve()
  private closed = false

  constructor(url: string, poolSize: number, patience: Patience) {
    this.url = url
    this.poolSize = poolSize
    this.patience = patience
  }

  async first<P extends readonly SqlValue[], Row>(
    of: Statement<P, Row>,
    params: P,
  ): Promise<Row | undefined> {
    return (await this.resultOf(of, params)).rows[0] as Row | undefined
  }

  async all<P extends readonly SqlValue[], Row>(of: Statement<P, Row>, params: P): Promise<Row[]> {
    return (await this.resultOf(of, params)).rows as Row[]
  }

  async change<P extends readonly SqlValue[]>(of: Statement<P, never>, params: P): Promise<number> {
    await this.schemaWork
    return (await this.resultOf(of, params)).rowCount ?? 0
  }

  commit(steps: readonly Step[]): Promise<void> {
    return this.run(async (line) => {
      await this.schemaWork
      if (steps.length > 0) await commitWith(line, this.texts, steps)
    })
  }

  isSwamped(): boolean {
    return this.line?.isSwamped() ?? false
  }

  async kysely(): Promise<QueryBuilder> {
    if (this.closed) throw new Error('the database was closed')
    this.queries ??= openListPool(this.url).then(postgresQueries)
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
    await (await this.opening)?.end()
    await (await this.queries)?.destroy()
  }

  private resultOf(
    { name, sql }: Pick<Step, 'name' | 'sql'>,
    params: readonly SqlValue[],
  ): Promise<QueryResult> {
    return this.run((line) => {
      const asked = { name, text: this.texts.ofStatement(sql), values: params.map(toWire) }
      return line.use((client) => client.query(asked)).catch(reject)
    })
  }

  /** Until it ends the database does not close. */
  private async run<T>(work: (line: PostgresLine) => Promise<T>): Promise<T> {
    const running = this.opened().then(work)
    this.running.add(running)
    try {
      return await running
    } finally {
      this.running.delete(running)
    }
  }

  private async opened(): Promise<PostgresLine> {
    if (this.closed) throw new Error('the database was closed')
    if (this.line !== undefined) return this.line
    this.opening ??= openPostgresLine(this.url, this.poolSize, this.patience)
    this.line = await this.opening
    return this.line
  }
}

function reject(error: unknown): never {
  throw reasonOf(error)
}
