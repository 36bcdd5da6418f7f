/** How hard a password is to guess. Loaded apart from the page: the lists of common passwords are long. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
/** Longer ones take longer than a keystroke, and are strong. */
const longest = 64

/** From 0, very easy, to 4. `own`: what others know of the user. */
export function passwordStrength(password: string, own: readonly string[]): number {
  return estimator.check(password.slice(0, longest), [...own]).score
}
