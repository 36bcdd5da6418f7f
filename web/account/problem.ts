/** What went wrong, as a text next to the field that it is about. */
import { Refused } from '../../src/client/refused.ts'
import { Unanswered } from '../../src/client/unanswered.ts'
import type { Field, Problem } from '../controls/problem.ts'
import { waitingProblem } from '../controls/waiting-problem.ts'
import type { Texts } from './texts/en.ts'

/** The texts of these are the server's, in the language of the page. */
const fields: Readonly<Record<string, Field>> = {
  PHONE_INVALID: 'phone',
  PHONE_COUNTRY_NOT_ALLOWED: 'phone',
  PHONE_BOUND: 'phone',
  PASSWORD_WEAK: 'newPassword',
  USERNAME_INVALID: 'username',
  USERNAME_TAKEN: 'username',
}

const waits: Readonly<Record<string, 'limit' | 'locked'>> = {
  SEND_TOO_FREQUENT: 'limit',
  SEND_LIMIT_REACHED: 'limit',
  RATE_LIMITED: 'limit',
  TOO_MANY_ATTEMPTS: 'locked',
  ACCOUNT_LOCKED: 'locked',
}

const wrongCodes: ReadonlySet<string> = new Set(['CODE_ERROR', 'CODE_EXPIRED'])

export function problemOf(error: unknown, texts: Texts): Problem {
  if (error instanceof Unanswered) return { field: 'form', text: () => texts.noAnswer }
  if (!(error instanceof Refused)) throw error
  const { code, message, seconds } = error
  if (wrongCodes.has(code)) return { field: 'code', text: () => texts.errors.codeWrong, code }
  if (code === 'PASSWORD_ERROR') return { field: 'password', text: () => texts.errors.ownPasswordWrong, code }
  const wait = waits[code]
  if (wait !== undefined) return waitingProblem(wait, seconds, texts, code)
  return { field: fields[code] ?? 'form', text: () => message, code }
}
