/** The SQL that calls run, as the database gets it: prepared statements, steps of transactions, and Kysely's. */
import { type KyselyPlugin, PostgresQueryCompiler, SqliteQueryCompiler } from 'kysely'
import type { Statement, Step } from '../../src/storage/database.ts'
import { PostgresTexts } from '../../src/storage/drivers/postgres-sql.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { watch } from './store-trace.ts'

/** Texts by name; Kysely's have none, so their text is it. */
export type Statements = ReadonlyMap<string, string>

export async function traceStatements(
  database: QueryDatabase,
  work: () => Promise<unknown>,
): Promise<Statements> {
  const seen = new Map<string, string>()
  const texts = new PostgresTexts()
  const isPostgres = database.dialect === 'postgres'
  const note = ({ name, sql }: Pick<Statement<[], never>, 'name' | 'sql'>) =>
    seen.set(name, isPostgres ? texts.ofStatement(sql) : sql)
  const noteStep = (step: Step) => seen.set(step.name, isPostgres ? texts.ofStep(step).text : step.sql)
  const undo = watch(database, ['first', 'all', 'change', 'commit'], (method, [subject], run) => {
    if (method === 'commit') for (const step of subject as readonly Step[]) noteStep(step)
    else note(subject as Statement<[], never>)
    return run()
  })
  const kysely = await database.kysely()
  const compiler = isPostgres ? new PostgresQueryCompiler() : new SqliteQueryCompiler()
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const { sql } = compiler.compileQuery(node, queryId)
      seen.set(sql, sql)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  Object.defineProperty(database, 'kysely', {
    value: async () => kysely.withPlugin(plugin),
    configurable: true,
  })
  try {
    await work()
  } finally {
    undo()
    Reflect.deleteProperty(database, 'kysely')
  }
  return seen
}
