/** What is wrong, told once to screen readers; the seconds in it count down for the eye only. */
import type { Problem } from './problem.ts'
import { useSecondsLeft } from './use-seconds-left.ts'

export function ProblemText({
  problem,
  id,
}: {
  readonly problem: Problem | undefined
  readonly id?: string
}) {
  const left = useSecondsLeft(problem?.until)
  const isOver = problem?.until !== undefined && left === 0
  const first = problem?.until === undefined ? 0 : left
  return (
    <div role="alert" id={id} class="problem-place">
      {problem !== undefined && !isOver && <p class="problem">{problem.text(first)}</p>}
    </div>
  )
}
