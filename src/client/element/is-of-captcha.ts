import { Refused } from '../refused.ts'

const captchaCodes: ReadonlySet<unknown> = new Set(['IDAAS.SDK.CAPTCHA.0002', 'IDAAS.SDK.CAPTCHA.9002'])

/** Was something refused because a captcha is missing, or the one that came with it did not count? */
export function isOfCaptcha(error: unknown): boolean {
  return error instanceof Refused && captchaCodes.has(error.code)
}
