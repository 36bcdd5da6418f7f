/** Opens the captcha dialog and waits for its end. */

import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { later } from '../controls/later.tsx'

const CaptchaDialog = later(async () => (await import('./controls/captcha-dialog.tsx')).CaptchaDialog, {
  isSilent: true,
})

type Asked = {
  readonly sender: string
  readonly done: (captchaToken: string) => void
  readonly fail: (error: unknown) => void
}

export type CaptchaPlace = {
  readonly solve: (sender: string) => Promise<string>
  readonly dialog: () => JSX.Element | null
}

export function useCaptcha(): CaptchaPlace {
  const [asked, ask] = useState<Asked>()
  const returnTo = useRef<Element | null>(null)

  async function solve(sender: string): Promise<string> {
    returnTo.current = document.activeElement
    try {
      return await new Promise<string>((done, fail) => ask({ sender, done, fail }))
    } finally {
      ask(undefined)
      if (returnTo.current instanceof HTMLElement) returnTo.current.focus()
    }
  }

  return { solve, dialog: () => (asked === undefined ? null : <CaptchaDialog {...asked} />) }
}
