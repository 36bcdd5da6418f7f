/** A captcha in the element: a proof of work, or whatever the client asks for. */
import type { SdkClient } from '../sdk-client.ts'
import { field, make } from './make.ts'
import type { Texts } from './texts.ts'

/** Shows a form and answers with what it was sent with. */
export type AskPerson = (children: readonly HTMLElement[]) => Promise<FormData>

export async function solveCaptcha(
  { captchas }: SdkClient,
  sender: string,
  ask: AskPerson,
  texts: Texts,
  signal: AbortSignal,
  kind: 'pow' | undefined,
): Promise<string> {
  const captcha = await captchas.ask(kind, { signal })
  if (captcha.kind === 'pow') return captchas.answer(captcha, sender, undefined, { signal })
  if (captcha.kind === 'image') {
    const picture = make('img', { src: captcha.image, alt: '' })
    const typed = await ask([picture, field('captcha', texts.picture, { autocomplete: 'off' })])
    return captchas.answer(captcha, sender, { code: String(typed.get('captcha')) }, { signal })
  }
  const board = make(
    'div',
    { className: 'slider', '@part': 'slider' },
    make('img', { src: captcha.background, alt: '' }),
    make('img', { src: captcha.piece, alt: '', className: 'piece' }),
  )
  const range = field('x', texts.slide, { type: 'range', min: '0', max: '263', value: '0' })
  range.addEventListener('input', ({ target }) => {
    board.style.setProperty('--x', (target as HTMLInputElement).value)
  })
  const dropped = await ask([board, range])
  return captchas.answer(captcha, sender, { x: Number(dropped.get('x')) }, { signal })
}
