/** One thing at a time: what a button does, what went wrong with it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from './problem.ts'

export type Act = {
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  /** Does nothing while it is busy: a second click is none. Gives whether it worked. */
  run(work: () => Promise<void>): Promise<boolean>
  tell(problem: Problem | undefined): void
}

/** `problemOf`: what to tell of an error; nothing where nothing is to be told here. */
export function useRun(problemOf: (error: unknown) => Problem | undefined): Act {
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
      const found = problemOf(error)
      if (isThere.current) setProblem(found)
      return false
    } finally {
      running.current = false
      if (isThere.current) setBusy(false)
    }
  }

  return { isBusy, problem, run, tell: setProblem }
}
