import { Refused } from '../refused.ts'
import { make } from './make.ts'
import type { Stage } from './stage.ts'

/** Sends a code again once the server takes another: it counts the seconds down. `send` shows the next form itself. */
export function resendButton(
  { facts, texts, signal, run, note }: Stage,
  send: () => Promise<void>,
): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'plain', '@part': 'button resend' })
  let until = 0
  let isBusy = false
  const left = () => Math.ceil((until - Date.now()) / 1000)
  const tick = () => {
    const seconds = left()
    button.textContent = seconds > 0 ? texts.againIn(seconds) : texts.again
    button.setAttribute('aria-disabled', String(seconds > 0))
    if (seconds > 0 && !signal.aborted) setTimeout(tick, 500)
  }
  const wait = (seconds: number) => {
    until = Date.now() + seconds * 1000
    tick()
  }
  button.onclick = () => {
    if (isBusy || left() > 0) return
    isBusy = true
    void run(async () => {
      try {
        await send()
        note(texts.sentAgain)
      } catch (error) {
        if (error instanceof Refused && error.seconds !== undefined) wait(error.seconds)
        throw error
      }
    }).finally(() => {
      isBusy = false
    })
  }
  wait(facts.phone?.resendInterval ?? 0)
  return button
}
