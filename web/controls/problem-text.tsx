/** What is wrong, told once to screen readers; the seconds in it count down for the eye only. */
import { useMemo } from 'preact/hooks'
import type { Problem } from './problem.ts'
import { secondsUntil, useSecondsLeft } from './use-seconds-left.ts'

export function ProblemText({
  problem,
  id,
}: {
  readonly problem: Problem | undefined
  readonly id?: string
}) {
  const until = problem?.until
  const left = useSecondsLeft(until)
  const told = useMemo(() => problem?.text(secondsUntil(until)), [problem])
  const isOver = until !== undefined && left === 0
  return (
    <div role="alert" id={id} class="problem-place">
      {problem !== undefined && !isOver && (
        <p class="problem">
          {until === undefined ? (
            told
          ) : (
            <>
              <span class="unseen">{told}</span>
              <span aria-hidden="true">{problem.text(left)}</span>
            </>
          )}
        </p>
      )}
    </div>
  )
}
