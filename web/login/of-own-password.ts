import type { Problem } from '../controls/problem.ts'
import type { Texts } from './texts/en.ts'

/** Where no name was asked for, only the password can be wrong. */
export function ofOwnPassword(problem: Problem | undefined, { errors }: Texts): Problem | undefined {
  return problem?.code === 'USER.9003' ? { ...problem, text: () => errors.ownPasswordWrong } : problem
}
