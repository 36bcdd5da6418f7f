/** One thing at a time: what a button does, what went wrong with it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Cancelled } from './cancelled.ts'
import { usePage } from './page.ts'
import { isExpiredFlow, type Problem, problemOf } from './problem.ts'

export type Act = {
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  /** Does nothing while it is busy: a second click is none. Gives whether it worked. */
  run(work: () => Promise<void>): Promise<boolean>
  tell(problem: Problem | undefined): void
}

export function useAct(): Act {
  const { texts, startAnew } = usePage()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const running = useRef(false)
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])

  async function run(work: () => Promise<void>): Promise<boolean> {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      return true
    } catch (error) {
      if (isExpiredFlow(error)) startAnew(texts.errors.expired)
      else if (!(error instanceof Cancelled) && isThere.current) setProblem(problemOf(error, texts))
      return false
    } finally {
      running.current = false
      if (isThere.current) setBusy(false)
    }
  }

  return { isBusy, problem, run, tell: setProblem }
}
