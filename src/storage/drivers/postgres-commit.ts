/** Commits the steps of a transaction on one connection of a pool, and asks the guards. */
import type { Step } from '../database.ts'
import type { PostgresLine } from './postgres-line.ts'
import { isGuardError, type PostgresTexts } from './postgres-sql.ts'
import { isUniqueViolation, isWorthAnotherTry, reasonOf } from './postgres-sqlstate.ts'
import { PostgresTransaction, type PreparedStep } from './postgres-transaction.ts'

/** What the transactions of others have undone is begun again this often. */
const mostTries = 5

type Failure = { readonly error: Error; readonly at: number }

export async function commitWith(
  line: PostgresLine,
  texts: PostgresTexts,
  steps: readonly Step[],
): Promise<void> {
  let left = steps
  for (let tries = 1; ; tries += 1) {
    const failure = await tryToCommit(
      line,
      left.map((step) => ({ ...texts.ofStep(step), params: step.params })),
    )
    if (failure === undefined) return
    const { error, at } = failure
    if (isTurnedAway(left[at], error)) left = left.toSpliced(at, 1)
    else if (tries >= mostTries || !isWorthAnotherTry(error)) throw refusalOf(left[at], error)
  }
}

async function tryToCommit(line: PostgresLine, steps: readonly PreparedStep[]): Promise<Failure | undefined> {
  let transaction: PostgresTransaction | undefined
  try {
    await line.use(async (client) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const onEnd = (error?: Error) => (error === undefined ? resolve() : reject(error))
      transaction = client.query(new PostgresTransaction(steps, onEnd))
      await promise
    })
    return undefined
  } catch (error) {
    if (transaction === undefined || !(error instanceof Error)) throw reasonOf(error)
    return { error, at: transaction.done }
  }
}

/** A row that may not be there and was turned away: the transaction is the same one without it. */
function isTurnedAway(step: Step | undefined, error: Error): boolean {
  return step?.guard?.changes === 0 && isUniqueViolation(error)
}

function refusalOf(step: Step | undefined, error: Error): unknown {
  const isOfGuard = step?.guard !== undefined && (isGuardError(error) || isUniqueViolation(error))
  return isOfGuard ? step.guard?.otherwise() : reasonOf(error)
}
