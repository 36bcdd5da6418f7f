/**
 * The other namespace of error codes, for clients with `error_codes: "EIAM"` (spec 5, "Error codes"). Status and text
 * are the same but for a wrong password, whose text tells how many tries are left.
 */
import type { Language } from '../../elements/caller.ts'
import { type SdkErrorName, sdkErrors } from './error-codes.ts'

/** What the namespace has a code for. */
const counterparts: Partial<Record<SdkErrorName, string>> = {
  clientIdEmpty: 'SDK.COMMON.1001',
  mobileEmpty: 'SDK.COMMON.1001',
  codeEmpty: 'SDK.COMMON.1001',
  userNameEmpty: 'SDK.COMMON.1001',
  passwordEmpty: 'SDK.COMMON.1001',
  deviceIncomplete: 'SDK.COMMON.1003',
  busy: 'SDK.COMMON.1008',
  clientUnknown: 'SDK.COMMON.1012',
  userUnknown: 'SDK.COMMON.1013',
  locked: 'SDK.LOGIN.1003',
  passwordWrong: 'SDK.LOGIN.1005',
}

/** Codes of ours keep their numbers; those of the first namespace alone are told apart by 9500 and their own. */
export function eiamCode(name: SdkErrorName): string {
  const counterpart = counterparts[name]
  if (counterpart !== undefined) return counterpart
  const [, , topic = '', number = ''] = sdkErrors[name].code.split('.')
  return `SDK.${topic}.${Number(number) < 9000 ? 9500 + Number(number) : number}`
}

/** `triesLeft`: before the account is locked for a while. */
export function eiamPasswordText(triesLeft: number, language: Language): string {
  const { [language]: text } = sdkErrors.passwordWrong
  if (language === 'zh') return `${text},还可尝试${triesLeft}次`
  return `${text}, ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left`
}
