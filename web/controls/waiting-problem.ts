import type { Problem } from './problem.ts'
import type { ControlTexts } from './texts/en.ts'

/** Too much was asked for, or too many wrong attempts were made: `seconds` to wait, where the server says so. */
export function waitingProblem(
  kind: 'limit' | 'locked',
  seconds: number | undefined,
  { errors, duration }: ControlTexts,
  code: string,
): Problem {
  if (seconds === undefined) return { field: 'form', text: () => errors[`${kind}Plain`], code }
  return {
    field: 'form',
    text: (left) => errors[kind](duration(left)),
    until: Date.now() + seconds * 1000,
    code,
  }
}
