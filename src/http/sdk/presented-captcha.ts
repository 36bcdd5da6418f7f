/** The `captcha_token` that a call comes with. */
import type { Client } from '../../clients/client.ts'
import type { PresentedCaptcha } from '../../elements/caller.ts'
import { usernameKey } from '../../login/password/username.ts'
import type { HttpServices } from '../http-services.ts'
import type { SdkField } from './define-call.ts'
import type { SdkRequest } from './sdk-request.ts'

/** For calls that check codes, which ask for one only while many codes are tried. */
export const captchaAgainstSprays = {
  name: 'captcha_token',
  description: 'Proof of a solved captcha, asked for while many codes are tried.',
} as const satisfies SdkField

/** `sender`: the number or user name that the call is about. */
export function presentedCaptcha(
  services: HttpServices,
  { client, call }: SdkRequest,
  sender: string,
  token: string | undefined,
): PresentedCaptcha {
  const { clientCaptchas } = services
  return {
    isPresented: token !== undefined,
    async pass(kind) {
      if (token === undefined) return false
      await clientCaptchas.count('answer', { tenantId: call.tenantId, address: call.address })
      return clientCaptchas.pass(client, captchaSender(services, client, sender), token, kind)
    },
  }
}

/** Whom a proof is for: a number in its one form, anything else as a user name. */
export function captchaSender({ readNumber }: HttpServices, client: Client, text: string): string {
  return readNumber(client, text) ?? usernameKey(text)
}
