/** What a statement of the port becomes for PostgreSQL: `$n` for `?`, and guards that the server itself checks. */
import type { SqlValue, Step } from '../database.ts'

/** A statement by the name and the text that the server prepares it under. */
export type PreparedSql = { readonly name: string; readonly text: string }

const quotedOrValue = /'[^']*'|"[^"]*"|\?/g
const guardMark = 'guard of '

/** `?` outside of quotes as `$1`, `$2`, … */
function withNumberedValues(sql: string): string {
  let values = 0
  return sql.replace(quotedOrValue, (found) => (found === '?' ? `$${++values}` : found))
}

/** PostgreSQL has no NUL in texts. It becomes what UTF-8 makes of a lone surrogate: found nowhere, and no error. */
export function toWire(value: SqlValue): string | Buffer | null {
  if (value === null) return null
  if (typeof value === 'object') return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return String(value).replaceAll('\0', '\ufffd')
}

/** Texts of statements and steps, each made once. */
export class PostgresTexts {
  private readonly statements = new Map<string, string>()
  private readonly steps = new Map<string, PreparedSql>()

  ofStatement(sql: string): string {
    return madeOnce(this.statements, sql, () => withNumberedValues(sql))
  }

  ofStep(step: Step): PreparedSql {
    return madeOnce(this.steps, `${step.guard?.changes} ${step.sql}`, () => preparedStep(step))
  }
}

function madeOnce<T>(made: Map<string, T>, key: string, make: () => T): T {
  const found = made.get(key) ?? make()
  made.set(key, found)
  return found
}

/**
 * A step whose guard fails raises an error, and that undoes the transaction: so the whole of it is sent at once, and
 * no answer is waited for in between. The error is a cast that depends on the count, or the planner would try it.
 */
function preparedStep({ name, sql, guard }: Step): PreparedSql {
  const text = withNumberedValues(sql)
  if (guard === undefined) return { name: `step ${name}`, text }
  const { changes } = guard
  return {
    name: `step ${name} ${changes}`,
    text: `with changed as (${text} returning 1) select case when count(*) = ${changes} then 1
      else ('${guardMark}${name.replaceAll("'", '')}: changed ' || count(*))::integer end from changed`,
  }
}

/** Is it the error of a guard? Its text may be translated, but for what it quotes. */
export function isGuardError(error: unknown): boolean {
  return error instanceof Error && error.message.includes(`"${guardMark}`)
}
