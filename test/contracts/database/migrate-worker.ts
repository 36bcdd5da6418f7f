/** The program of another process: at the parent's word it opens the database and brings its schema up to date. */
import { type Migration, migrate } from '../../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../../src/storage/query-database.ts'
import type { DatabasePlace } from './opened-database.ts'

const migrations: readonly Migration[] = [
  {
    id: '1-table',
    async up(schema) {
      await schema.schema.createTable('made').addColumn('id', 'text').execute()
    },
  },
  {
    id: '2-rows',
    async up(schema) {
      for (let index = 0; index < 100; index += 1) {
        await schema
          .insertInto('made')
          .values({ id: String(index) })
          .execute()
        if (index % 10 === 0) await new Promise(setImmediate)
      }
    },
  },
  {
    id: '3-index',
    async up(schema) {
      await schema.schema.createIndex('made_by_id').on('made').column('id').unique().execute()
    },
  },
]

const { module, openName, place } = JSON.parse(process.argv[2] ?? '') as DatabasePlace
const openers = (await import(module)) as Readonly<Record<string, (place: string) => QueryDatabase>>

process.on('message', async () => {
  const database = openers[openName]?.(place)
  if (database === undefined) throw new Error(`${module} has no ${openName}`)
  process.send?.(await migrate(database, migrations))
})
process.send?.('ready')
