/** The tables of a SQLite database: their columns, and the key that their rows are read by. */
import { type Database, statement } from '../database.ts'

export type TableShape = {
  readonly table: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

const findTables = statement<[], { readonly name: string }>(
  'copy.tables',
  `select name from sqlite_schema
   where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'migrations' order by name`,
)
const findColumns = statement<[table: string], { readonly name: string; readonly pk: number }>(
  'copy.columns',
  'select name, pk from pragma_table_info(?) order by cid',
)

/** All but the list of migrations, by their names. */
export async function tableShapes(database: Database): Promise<TableShape[]> {
  const tables = await database.all(findTables, [])
  return Promise.all(
    tables.map(async ({ name: table }) => {
      const columns = await database.all(findColumns, [table])
      const key = columns.filter(({ pk }) => pk > 0).toSorted((left, right) => left.pk - right.pk)
      if (key.length === 0) throw new Error(`the table ${table} has no primary key`)
      return { table, columns: columns.map(({ name }) => name), key: key.map(({ name }) => name) }
    }),
  )
}
