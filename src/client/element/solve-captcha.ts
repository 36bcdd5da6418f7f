/** A captcha in the element: a proof of work, or whatever the client asks for. */
import { field, make } from './make.ts'
import type { Stage } from './stage.ts'

/** The token for `sender`, a number or a user name. */
export async function solveCaptcha(stage: Stage, sender: string, kind?: 'pow'): Promise<string> {
  const { sdk, texts, signal } = stage
  const { captchas } = sdk
  const ask = (children: readonly HTMLElement[]) =>
    new Promise<FormData>((done) => stage.show(children, texts.go, async (data) => done(data)))
  const captcha = await captchas.ask(kind, { signal })
  if (captcha.kind === 'pow') return captchas.answer(captcha, sender, undefined, { signal })
  if (captcha.kind === 'image') {
    const picture = make('img', { src: captcha.image, alt: '' })
    const typed = await ask([picture, field('captcha', texts.picture, { autocomplete: 'off' })])
    return captchas.answer(captcha, sender, { code: String(typed.get('captcha')) }, { signal })
  }
  const board = make(
    'div',
    { className: 'slider', '@part': 'slider', dir: 'ltr' },
    make('img', { src: captcha.background, alt: '' }),
    make('img', { src: captcha.piece, alt: '', className: 'piece' }),
  )
  const range = field('x', texts.slide, { type: 'range', min: '0', max: '263', value: '0', dir: 'ltr' })
  range.addEventListener('input', ({ target }) => {
    board.style.setProperty('--x', (target as HTMLInputElement).value)
  })
  const dropped = await ask([board, range])
  return captchas.answer(captcha, sender, { x: Number(dropped.get('x')) }, { signal })
}
