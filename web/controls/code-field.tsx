/**
 * A code of a message: one field, so that arrow keys, paste, screen readers and the browser's own offers work as
 * everywhere; the boxes around its digits are drawn beneath it. Where the browser can, it reads the message itself.
 */
import { useEffect, useId, useRef } from 'preact/hooks'
import { useFrame } from './frame.ts'
import type { Problem } from './problem.ts'
import { ProblemText } from './problem-text.tsx'

type Props = {
  readonly length: number
  readonly value: string
  readonly change: (code: string) => void
  /** Called once the last digit is there. */
  readonly complete?: (code: string) => void
  readonly problem: Problem | undefined
  /** Codes of an app come in no message. */
  readonly isOfMessage?: boolean
}

export function CodeField({ length, value, change, complete, problem, isOfMessage = true }: Props) {
  const { texts } = useFrame()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const own = problem?.field === 'code' ? problem : undefined

  function take(text: string): void {
    const code = codeIn(text, length)
    change(code)
    if (code.length === length && code !== value) complete?.(code)
  }
  const latest = useRef(take)
  latest.current = take

  useEffect(() => {
    if (isOfMessage) return readMessage((code) => latest.current(code))
  }, [isOfMessage])
  useEffect(() => {
    if (own !== undefined) input.current?.focus()
  }, [own])

  return (
    <div class="field">
      <label for={id}>{texts.code(length)}</label>
      <div class="code" data-length={length} dir="ltr">
        <div class="cells" aria-hidden="true">
          {Array.from({ length }, (_, i) => (
            <i key={String(i)} data-full={i < value.length} data-next={i === value.length} />
          ))}
        </div>
        <input
          ref={input}
          id={id}
          name="code"
          class="digits"
          type="text"
          inputMode="numeric"
          pattern="[0-9]*"
          autocomplete="one-time-code"
          value={value}
          aria-invalid={own !== undefined}
          aria-describedby={`${id}-problem`}
          onInput={({ currentTarget }) => {
            const { value: text } = currentTarget
            take(text)
            // What the state already holds is not drawn anew.
            currentTarget.value = codeIn(text, length)
          }}
        />
      </div>
      <ProblemText problem={own} id={`${id}-problem`} />
    </div>
  )
}

/** Of what was typed, or of a message that was pasted as a whole. */
function codeIn(text: string, length: number): string {
  const plain = text.normalize('NFKC')
  const [whole] = new RegExp(`(?<!\\d)\\d{${length}}(?!\\d)`).exec(plain) ?? []
  return whole ?? plain.replace(/\D/g, '').slice(0, length)
}

type OneTimeCode = { readonly code?: string }

/** WebOTP: the browser asks its owner whether the page may read the message that names this host. */
function readMessage(take: (code: string) => void): () => void {
  const stop = new AbortController()
  if ('OTPCredential' in window) {
    const asked = { otp: { transport: ['sms'] }, signal: stop.signal } as CredentialRequestOptions
    navigator.credentials.get(asked).then(
      (credential) => {
        const { code } = (credential ?? {}) as OneTimeCode
        if (code !== undefined) take(code)
      },
      () => {
        // No message, or its owner types it.
      },
    )
  }
  return () => stop.abort()
}
