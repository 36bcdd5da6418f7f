/** What the steps of a login are played on: one form at a time, a place for what is wrong and one for what is going on. */
import type { LoginPageFacts } from '../../wire/login-page-calls.ts'
import type { Session } from '../login-outcome.ts'
import type { SdkClient } from '../sdk-client.ts'
import type { Texts } from './texts.ts'

export type Stage = {
  readonly sdk: SdkClient
  readonly facts: LoginPageFacts
  readonly texts: Texts
  /** Aborted when the element leaves its page. */
  readonly signal: AbortSignal
  /** In place of the form before; `send` takes what was typed. */
  show(children: readonly HTMLElement[], label: string, send: (data: FormData) => Promise<void>): void
  /** Below the form. */
  offer(button: HTMLButtonElement): void
  /** Does it, and tells what went wrong. */
  run(act: () => Promise<void>): Promise<void>
  say(fault: string): void
  note(text: string): void
  /** Gives what puts back what is shown now, as it is then. */
  keep(): () => void
  /** From the first form. */
  restart(): void
  end(session: Session): void
}
