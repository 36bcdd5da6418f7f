/** Sending a code by SMS: with a captcha where the client asks for one, and when the next may be sent. */
import { useState } from 'preact/hooks'
import { Refused } from '../../src/client/refused.ts'
import type { MessageType } from '../../src/wire/sdk-calls.ts'
import { usePage } from './page.ts'

export type Message = {
  /** Epoch milliseconds. */
  readonly nextAt: number | undefined
  /** `stateToken`: of a login that waits for a second factor. */
  send(mobile: string, stateToken?: string): Promise<void>
}

export function useMessage(type: MessageType): Message {
  const { server, solveCaptcha } = usePage()
  const { phone, captchas } = server.facts
  const [nextAt, setNext] = useState<number>()
  const waitFor = (seconds: number) => setNext(Date.now() + seconds * 1000)

  async function send(mobile: string, stateToken?: string): Promise<void> {
    const captchaToken = captchas.length === 0 ? undefined : await solveCaptcha(mobile)
    try {
      await server.sdk.call('sms/send', { mobile, type, captcha_token: captchaToken }, { stateToken })
      waitFor(phone?.resendInterval ?? 0)
    } catch (error) {
      if (error instanceof Refused && error.seconds !== undefined) waitFor(error.seconds)
      throw error
    }
  }

  return { nextAt, send }
}

/** At the SDK API and at the calls of the page. */
const captchaNeeded: readonly string[] = ['IDAAS.SDK.CAPTCHA.9002', 'CAPTCHA_REQUIRED']

/** For calls that ask for a captcha only when there is reason to. */
export async function withCaptcha<T>(
  call: (captchaToken?: string) => Promise<T>,
  solve: () => Promise<string>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof Refused) || !captchaNeeded.includes(error.code)) throw error
    return call(await solve())
  }
}
