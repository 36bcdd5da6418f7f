/** What a button of a login does: a login that took too long begins anew. */
import { type Act, useRun } from '../controls/use-run.ts'
import { Cancelled } from './cancelled.ts'
import { usePage } from './page.ts'
import { isExpiredFlow, problemOf } from './problem.ts'

export function useAct(): Act {
  const { texts, startAnew } = usePage()
  return useRun((error) => {
    if (error instanceof Cancelled) return undefined
    if (!isExpiredFlow(error)) return problemOf(error, texts)
    startAnew(texts.errors.expired)
    return undefined
  })
}
