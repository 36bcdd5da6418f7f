/** A code carries the authority of who asked for it (spec 2, rule 2). */
import type { UserId } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import type { Caller } from '../../elements/caller.ts'

export type CodePurpose = {
  readonly purpose: string
  /** Whose calls alone it works in. */
  readonly userId: UserId | undefined
}

/** Of a number that is to come in place of a lost one; nobody is signed in. */
export const recoveryPurpose = 'RECOVER_MOBILE_SMS'

/** Purposes of codes that belong to a number and to no user. */
export const purposesOfNumber = [
  'login',
  'system',
  'LOGIN_SMS',
  'REGISTER_SMS',
  'FORGET_PWD_SMS',
  recoveryPurpose,
] as const

/** What a code is for that this caller asks for, with or without naming a purpose. */
export function purposeOfSend(caller: Caller, named: 'login' | 'account' | undefined): CodePurpose {
  if (caller.kind === 'system') {
    if (named === 'account')
      throw refuse('API_PARAMS_ERROR', { arguments: { purpose: 'account needs a user: call app.as(user)' } })
    return { purpose: named ?? 'system', userId: undefined }
  }
  if (caller.kind === 'user' && named !== 'login') return { purpose: 'account', userId: caller.userId }
  if (named === 'account') throw refuse('LOGIN_REQUIRED')
  return { purpose: 'login', userId: undefined }
}

/** Codes that count in a call, in the order in which they are tried. */
export function scopesOfCheck(
  caller: Caller,
  purpose: 'login' | 'account',
  userId: UserId | undefined,
): CodePurpose[] {
  const own = { purpose, userId: purpose === 'account' ? userId : undefined }
  return caller.kind === 'system' ? [{ purpose: 'system', userId: undefined }, own] : [own]
}
