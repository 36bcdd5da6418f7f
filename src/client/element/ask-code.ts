import { field, make } from './make.ts'
import { resendButton } from './resend-button.ts'
import type { Stage } from './stage.ts'

type Asked = {
  /** The number as its owner knows it. */
  readonly to: string
  readonly check: (code: string) => Promise<void>
  /** Sends another code, and asks for it. */
  readonly resend: () => Promise<void>
}

/** The code of a message; it is sent off with its last digit. */
export function askCode(stage: Stage, { to, check, resend }: Asked): void {
  const { texts, facts } = stage
  const { codeLength = 6 } = facts.phone ?? {}
  const code = codeField('code', texts.code)
  const input = code.querySelector('input')
  stage.show([make('p', {}, `${texts.sent} `, make('bdi', {}, to)), code], texts.logIn, async (data) => {
    try {
      await check(String(data.get('code')).trim())
    } catch (error) {
      if (input !== null) input.value = ''
      input?.focus()
      throw error
    }
  })
  input?.addEventListener('input', () => {
    if (new RegExp(`^\\d{${codeLength}}$`).test(input.value.trim())) input.form?.requestSubmit()
  })
  stage.offer(resendButton(stage, resend))
}

export function codeField(name: string, label: string): HTMLElement {
  return field(name, label, { autocomplete: 'one-time-code', inputMode: 'numeric', dir: 'ltr' })
}
