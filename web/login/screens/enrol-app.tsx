/** Somebody without a second factor sets up an authenticator app, where the application asks for one. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LoginOutcome, WaitingLogin } from '../../../src/client/login-outcome.ts'
import { CodeField } from '../controls/code-field.tsx'
import { ProblemText } from '../controls/problem-text.tsx'
import { Screen } from '../controls/screen.tsx'
import { Submit } from '../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { appCodeLength } from './app-code-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { readonly login: WaitingLogin; readonly back: () => void }

type Enrolled = { readonly recoveryCodes: readonly string[]; readonly outcome: LoginOutcome }

export function EnrolApp({ login, back }: Props) {
  const { texts, server } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [key, setKey] = useState<{ readonly secret: string; readonly uri: string }>()
  const [code, setCode] = useState('')
  const [enrolled, setEnrolled] = useState<Enrolled>()
  useEffect(() => {
    run(async () => setKey(await server.sdk.enrolTotp(login)))
  }, [])
  if (enrolled !== undefined) return <RecoveryCodes {...enrolled} />

  async function submit(full: string): Promise<void> {
    if (full.length < appCodeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(appCodeLength) })
    const isIn = await run(async () => setEnrolled(await server.sdk.confirmTotp(login, full)))
    if (!isIn) setCode('')
  }

  return (
    <Screen title={texts.enrolTitle} hint={texts.enrolHint} back={back}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit(code)
        }}
      >
        {key !== undefined && (
          <div class="enrol">
            <Picture uri={key.uri} />
            <div>
              <p>{texts.enrolKey}</p>
              <code dir="ltr">{key.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
              <a href={key.uri}>{texts.enrolOpen}</a>
            </div>
          </div>
        )}
        <CodeField
          length={appCodeLength}
          value={code}
          change={setCode}
          complete={submit}
          problem={problem}
          isOfMessage={false}
        />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.confirm}</Submit>
      </form>
    </Screen>
  )
}

/** Dark on light in every scheme: not every app reads the other way round. */
function Picture({ uri }: { readonly uri: string }) {
  const { texts } = usePage()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    import('lean-qr').then(({ generate }) => {
      if (canvas.current !== null)
        generate(uri).toCanvas(canvas.current, { on: [0, 0, 0], off: [255, 255, 255] })
    })
  }, [uri])
  return <canvas ref={canvas} class="qr" role="img" aria-label={texts.enrolPicture} />
}
