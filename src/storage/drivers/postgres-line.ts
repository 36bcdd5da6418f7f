/** The line before the connections of a pool: who waits in it, how long, and whether it is too long to join. */
import type { Pool, PoolClient } from 'pg'
import type { Patience } from '../../base/patience.ts'
import { hasLostConnection, isUnavailable } from './postgres-sqlstate.ts'

/** Whoever would wait longer for a connection is better sent away at once. */
const mostWaitMs = 500

/** The mean time of a call follows about so many calls. */
const meanOver = 16

export class PostgresLine {
  private readonly pool: Pool
  private readonly size: number
  private readonly patience: Patience
  private meanMs = 1

  constructor(pool: Pool, size: number, patience: Patience) {
    this.pool = pool
    this.size = size
    this.patience = patience
  }

  /**
   * Runs `work` on a connection. Rejects with what `work` or the way to the server says, raw; when it takes too long
   * `work` may have been done all the same. `isSpoilt`: after which errors the connection is of no use any more.
   */
  async use<T>(work: (client: PoolClient) => Promise<T>, isSpoilt = hasLostConnection): Promise<T> {
    const client = await this.connected()
    return this.patience.wait(this.run(client, work, isSpoilt))
  }

  /** Would somebody who comes now wait too long, as calls are answered at present? */
  isSwamped(): boolean {
    return (this.pool.waitingCount * this.meanMs) / this.size > mostWaitMs
  }

  end(): Promise<void> {
    return this.pool.end()
  }

  /** A connection that comes too late serves the next one. */
  private async connected(): Promise<PoolClient> {
    const connecting = this.pool.connect()
    try {
      return await this.patience.wait(connecting)
    } catch (error) {
      connecting.then(
        (client) => client.release(),
        () => {},
      )
      throw error
    }
  }

  private async run<T>(
    client: PoolClient,
    work: (client: PoolClient) => Promise<T>,
    isSpoilt: (error: unknown) => boolean,
  ): Promise<T> {
    const since = performance.now()
    let spoilt = false
    try {
      const result = await work(client)
      this.patience.noteAnswer()
      return result
    } catch (error) {
      spoilt = isSpoilt(error)
      if (isUnavailable(error)) this.patience.noteSilence()
      else this.patience.noteAnswer()
      throw error
    } finally {
      client.release(spoilt)
      this.meanMs += (performance.now() - since - this.meanMs) / meanOver
    }
  }
}
