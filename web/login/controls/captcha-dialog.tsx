/** The check before a message: a slider or an image, or a task for the browser of those who can use neither. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Captcha, CaptchaAnswer } from '../../../src/client/captchas.ts'
import { Icon } from '../../controls/icon.tsx'
import type { Problem } from '../../controls/problem.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Cancelled } from '../cancelled.ts'
import { usePage } from '../page.ts'
import { problemOf } from '../problem.ts'
import { solveInWorker } from '../solve-in-worker.ts'
import { ImageCaptcha } from './image-captcha.tsx'
import { SliderCaptcha } from './slider-captcha.tsx'

type Props = {
  readonly sender: string
  readonly done: (captchaToken: string) => void
  readonly fail: (error: unknown) => void
}

type Kind = Captcha['kind']

const failed = 'IDAAS.SDK.CAPTCHA.0002'

export function CaptchaDialog({ sender, done, fail }: Props) {
  const { texts, server } = usePage()
  const { captchas: kinds } = server.facts
  const dialog = useRef<HTMLDialogElement>(null)
  const [kind, choose] = useState<Kind | undefined>(kinds[0])
  const [captcha, show] = useState<Captcha>()
  const [problem, tell] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const [stop] = useState(() => new AbortController())

  useEffect(() => {
    dialog.current?.showModal()
    return () => stop.abort(new Cancelled())
  }, [])
  useEffect(() => {
    ask(kind)
  }, [kind])

  async function ask(wanted: Kind | undefined): Promise<void> {
    show(undefined)
    setBusy(true)
    try {
      const asked = await server.sdk.captchas.ask(wanted, { signal: stop.signal })
      show(asked)
      if (asked.kind === 'pow') await prove(asked)
    } catch (error) {
      if (!stop.signal.aborted) fail(error)
    } finally {
      setBusy(false)
    }
  }

  async function prove(asked: Extract<Captcha, { kind: 'pow' }>): Promise<void> {
    const token = await solveInWorker(asked.work, stop.signal)
    const answer = await server.sdk.call('captcha/verify', { token, sender }, { signal: stop.signal })
    done(answer.captcha_token)
  }

  async function check(answer: CaptchaAnswer): Promise<void> {
    if (captcha === undefined || isBusy) return
    setBusy(true)
    tell(undefined)
    try {
      done(await server.sdk.captchas.answer(captcha, sender, answer, { signal: stop.signal }))
    } catch (error) {
      if (stop.signal.aborted) return
      if (Object(error).code !== failed) return fail(error)
      const text = captcha.kind === 'image' ? texts.imageWrong : texts.sliderWrong
      tell({ ...problemOf(error, texts), text: () => text })
      await ask(kind)
    } finally {
      setBusy(false)
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby="captcha-title" onCancel={() => fail(new Cancelled())}>
      <div class="dialog-head">
        <h2 id="captcha-title">{texts.captchaTitle}</h2>
        <button
          type="button"
          class="quiet round"
          aria-label={texts.cancel}
          title={texts.cancel}
          onClick={() => fail(new Cancelled())}
        >
          <Icon name="close" />
        </button>
      </div>
      {kind === 'pow' ? (
        <p class="working" role="status">
          <span class="spinner" />
          {texts.working}
        </p>
      ) : captcha?.kind === 'image' ? (
        <ImageCaptcha key={captcha.token} image={captcha.image} isBusy={isBusy} check={check} />
      ) : (
        <SliderCaptcha
          key={captcha?.kind === 'slider' ? captcha.token : 'none'}
          captcha={captcha?.kind === 'slider' ? captcha : undefined}
          isBusy={isBusy}
          check={check}
        />
      )}
      <ProblemText problem={problem} />
      {kind !== 'pow' && (
        <div class="dialog-foot">
          <button type="button" class="link" aria-disabled={isBusy} onClick={() => !isBusy && ask(kind)}>
            {texts.newPicture}
          </button>
          {kinds.includes('pow') && (
            <button type="button" class="link" onClick={() => choose('pow')}>
              {texts.cannotDrag}
            </button>
          )}
        </div>
      )}
    </dialog>
  )
}
