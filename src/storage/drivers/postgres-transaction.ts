/**
 * A transaction in one round trip: its steps are sent with one Sync behind the last, which makes them one implicit
 * transaction of the server. The first error undoes it, and the server skips what follows.
 */
import type { Connection, Submittable } from 'pg'
import type { SqlValue } from '../database.ts'
import { type PreparedSql, toWire } from './postgres-sql.ts'

export type PreparedStep = PreparedSql & { readonly params: readonly SqlValue[] }

/** What a connection has prepared, by name. */
const preparedOn = new WeakMap<Connection, Set<string>>()

/** Handed to `client.query`, which calls the rest. */
export class PostgresTransaction implements Submittable {
  /** Read by the client, which wraps it to limit the time. */
  callback: (error?: Error) => void
  /** How many steps are done; after an error the index of the one that failed. */
  done = 0
  private readonly steps: readonly PreparedStep[]

  /** `onEnd` is called once, when the server has ended the transaction or the connection was lost. */
  constructor(steps: readonly PreparedStep[], onEnd: (error?: Error) => void) {
    this.steps = steps
    this.callback = onEnd
  }

  submit(connection: Connection): void {
    const prepared = new Set(preparedOn.get(connection))
    connection.stream.cork()
    for (const step of this.steps) send(connection, step, prepared)
    connection.sync()
    connection.stream.uncork()
  }

  handleCommandComplete(_: unknown, connection: Connection): void {
    const { name } = this.steps[this.done] as PreparedStep
    const prepared = preparedOn.get(connection)
    if (prepared === undefined) preparedOn.set(connection, new Set([name]))
    else prepared.add(name)
    this.done += 1
  }

  handleError(error: Error): void {
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback()
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handlePortalSuspended(): void {}

  handleEmptyQuery(): void {}
}

/** A statement that failed may be prepared or not; to close one that is not there is no error. */
function send(connection: Connection, { name, text, params }: PreparedStep, prepared: Set<string>): void {
  if (!prepared.has(name)) {
    connection.close({ type: 'S', name }, true)
    connection.parse({ name, text, types: [] }, true)
    prepared.add(name)
  }
  connection.bind({ statement: name, values: params.map(toWire) }, true)
  connection.execute(null, true)
}
