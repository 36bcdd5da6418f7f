/** What went wrong, as a text next to the field that it is about. */
import { Refused } from '../../src/client/refused.ts'
import { Unanswered } from '../../src/client/unanswered.ts'
import type { Field, Problem } from '../controls/problem.ts'
import { waitingProblem } from '../controls/waiting-problem.ts'
import type { Texts } from './texts/en.ts'

type Told = readonly [field: Field, text: (texts: Texts) => string]

const told: Readonly<Record<string, Told>> = {
  'USER.0001': ['phone', ({ errors }) => errors.userUnknown],
  'USER.0004': ['phone', ({ errors }) => errors.phoneEmpty],
  'USER.9001': ['phone', ({ errors }) => errors.phoneInvalid],
  'USER.9002': ['phone', ({ errors }) => errors.numberTaken],
  'USER.0039': ['form', ({ errors }) => errors.userDisabled],
  'USER.9003': ['password', ({ errors }) => errors.passwordWrong],
  'USER.9007': ['factorCode', ({ errors }) => errors.factorNeeded],
  'CAPTCHA.0007': ['code', ({ errors }) => errors.codeWrong],
  'USER.9012': ['form', ({ errors }) => errors.agreeFirst],
  PHONE_BOUND: ['phone', ({ errors }) => errors.numberTaken],
  CODE_ERROR: ['code', ({ errors }) => errors.codeWrong],
  CODE_EXPIRED: ['code', ({ errors }) => errors.codeWrong],
  'PARAM.0009': ['code', ({ errors }) => errors.codeEmpty],
}

/** Texts of the server that say more than one thing. */
const fields: Readonly<Record<string, Field>> = {
  'USER.9008': 'newPassword',
  'USER.9020': 'username',
  'USER.9021': 'username',
}

const waits: Readonly<Record<string, 'limit' | 'locked'>> = {
  'COM.9001': 'limit',
  'COM.9002': 'locked',
  RATE_LIMITED: 'limit',
  TOO_MANY_ATTEMPTS: 'locked',
}

export function problemOf(error: unknown, texts: Texts): Problem {
  if (error instanceof Unanswered) return { field: 'form', text: () => texts.noAnswer }
  if (!(error instanceof Refused)) throw error
  const code = error.code.replace('IDAAS.SDK.', '')
  const known = told[code]
  if (known !== undefined) return { field: known[0], text: () => known[1](texts), code }
  const wait = waits[code]
  if (wait !== undefined) return waitingProblem(wait, error.seconds, texts, code)
  return { field: fields[code] ?? 'form', text: () => error.message, code }
}

/** The flow of a state token is over. */
export function isExpiredFlow(error: unknown): boolean {
  return error instanceof Refused && error.code === 'IDAAS.SDK.PARAM.0014'
}
