/**
 * What answers before a message, in the order of the spec (spec 5, "Headers"): the address's limit, what is wrong with
 * the fields, the captcha. The limit is counted with the message, in one step with the others, so it is asked ahead
 * only where something else would answer first.
 */
import { Refusal, refuse } from '../../base/refusal.ts'
import type { PresentedCaptcha } from '../../elements/caller.ts'
import type { HttpServices } from '../http-services.ts'
import type { SdkErrorName } from './error-codes.ts'
import { phoneLoginOf } from './login-of-client.ts'
import { presentedCaptcha } from './presented-captcha.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'

const wrongFields: ReadonlySet<SdkErrorName> = new Set(['bodyInvalid', 'mobileEmpty', 'typeInvalid'])
const wrongNumbers: ReadonlySet<string> = new Set(['PHONE_INVALID', 'PHONE_COUNTRY_NOT_ALLOWED'])

/** A full limit answers in place of a wrong field. */
export async function requireRoomFirst(
  services: HttpServices,
  { client, call }: SdkRequest,
  fault: unknown,
): Promise<void> {
  const isOfField =
    (fault instanceof SdkFailure && wrongFields.has(fault.error)) ||
    (fault instanceof Refusal && wrongNumbers.has(fault.code))
  if (isOfField && client.phoneLogin !== undefined)
    await phoneLoginOf(services, client, call).requireSendRoom()
}

/**
 * The captcha that a message comes with, spent where the client asks for one: the sender of the message takes what is
 * left of it. Refused as `captchaFailed`, behind the number and the address's limit; as `CAPTCHA_REQUIRED` where only a
 * proof of work will do.
 */
export async function requireCaptcha(
  services: HttpServices,
  asked: SdkRequest,
  mobile: string,
  token: string | undefined,
): Promise<PresentedCaptcha> {
  const { client, call } = asked
  const presented = presentedCaptcha(services, asked, mobile, token)
  if (client.captcha === 'off') return presented
  const login = phoneLoginOf(services, client, call)
  login.readNumber(mobile)
  await login.requireSendRoom()
  if (await login.needsWork(mobile)) {
    if (!presented.isPresented) throw refuse('CAPTCHA_REQUIRED', { kind: 'pow' })
    if (!(await presented.pass('pow'))) throw new SdkFailure('captchaFailed')
  } else if (!(await presented.pass())) throw new SdkFailure('captchaFailed')
  return { isPresented: true, pass: async () => true }
}
