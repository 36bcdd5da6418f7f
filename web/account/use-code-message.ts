/** Sending a code to a number of the user's, and when the next may be sent. */
import { useState } from 'preact/hooks'
import { Refused } from '../../src/client/refused.ts'
import { usePage } from './page.ts'

export type CodeMessage = {
  /** Epoch milliseconds. */
  readonly nextAt: number | undefined
  send(phone: string): Promise<void>
}

export function useCodeMessage(): CodeMessage {
  const { server } = usePage()
  const [nextAt, setNext] = useState<number>()
  const waitFor = (seconds: number) => setNext(Date.now() + seconds * 1000)

  async function send(phone: string): Promise<void> {
    try {
      await server.phone.sendMessage({ phone })
      waitFor(server.facts.phone?.resendInterval ?? 0)
    } catch (error) {
      if (error instanceof Refused && error.seconds !== undefined) waitFor(error.seconds)
      throw error
    }
  }

  return { nextAt, send }
}
