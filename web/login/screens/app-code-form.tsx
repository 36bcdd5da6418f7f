/** A code of the authenticator app, or one of the recovery codes. */
import { useState } from 'preact/hooks'
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import { CodeField } from '../../controls/code-field.tsx'
import { Field } from '../../controls/field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export const appCodeLength = 6

type Props = { readonly login: WaitingLogin; readonly isRecovery: boolean }

export function AppCodeForm({ login, isRecovery }: Props) {
  const { texts, server, proceed } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [code, setCode] = useState('')

  async function submit(full: string): Promise<void> {
    if (isRecovery && full.trim() === '') return tell({ field: 'code', text: () => texts.errors.codeEmpty })
    if (!isRecovery && full.length < appCodeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(appCodeLength) })
    const isIn = await run(async () => proceed(await server.sdk.proveByTotp(login, full.trim())))
    if (!isIn) setCode('')
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit(code)
      }}
    >
      <p class="lead">{isRecovery ? texts.recoveryHint : texts.factorTotpHint}</p>
      {isRecovery ? (
        <Field
          label={texts.recoveryCode}
          name="code"
          value={code}
          change={setCode}
          problem={problem}
          autocomplete="off"
          dir="ltr"
        />
      ) : (
        <CodeField
          length={appCodeLength}
          value={code}
          change={setCode}
          complete={submit}
          problem={problem}
          isOfMessage={false}
        />
      )}
      <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
      <Submit isBusy={isBusy}>{texts.confirm}</Submit>
    </form>
  )
}
