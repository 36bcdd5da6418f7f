/** Somebody without a second factor sets up an authenticator app, where the application asks for one. */
import { useEffect, useState } from 'preact/hooks'
import type { LoginOutcome, WaitingLogin } from '../../../src/client/login-outcome.ts'
import { CodeField } from '../../controls/code-field.tsx'
import { EnrolKey } from '../../controls/enrol-key.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { appCodeLength } from './app-code-form.tsx'
import { ShownCodes } from './shown-codes.tsx'

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
  if (enrolled !== undefined) return <ShownCodes {...enrolled} />

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
        {key !== undefined && <EnrolKey {...key} />}
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
