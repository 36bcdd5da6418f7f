/** A process that opens a SQLite file at the moment it is told, beside others that do the same. */
import { SqliteConnection } from '../../src/sqlite/sqlite-connection.ts'

type Order = { readonly path: string; readonly at: number }

process.on('message', ({ path, at }: Order) => {
  while (Date.now() < at);
  process.send?.(open(path))
})
process.send?.('ready')

function open(path: string): string {
  try {
    const connection = new SqliteConnection(path)
    connection.prepareFile('create table if not exists facts (name text primary key)')
    connection.close()
    return 'open'
  } catch (error) {
    return String(error)
  }
}
