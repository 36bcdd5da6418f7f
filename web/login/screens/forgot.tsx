/** A forgotten password: a code to the number of the account, then a new one. */
import { useState } from 'preact/hooks'
import { CodeAgain } from '../../controls/code-again.tsx'
import { CodeField } from '../../controls/code-field.tsx'
import { Field } from '../../controls/field.tsx'
import { NewPasswordField } from '../../controls/new-password-field.tsx'
import { NumberInText } from '../../controls/number-in-text.tsx'
import type { TypedNumber } from '../../controls/phone-format.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { type Message, useMessage, withCaptcha } from '../use-message.ts'
import { NumberStep } from './number-step.tsx'

type Props = {
  readonly number: TypedNumber
  readonly change: (number: TypedNumber) => void
  readonly back: () => void
  readonly done: () => void
}

export function Forgot({ number, change, back, done }: Props) {
  const { texts } = usePage()
  const act = useAct()
  const message = useMessage('FORGET_PWD_SMS')
  const [sent, setSent] = useState<SentNumber>()
  if (sent !== undefined)
    return <NewPassword number={sent} message={message} back={() => setSent(undefined)} done={done} />
  return (
    <Screen title={texts.forgotTitle} hint={texts.forgotHint} back={back}>
      <NumberStep act={act} message={message} number={number} change={change} sent={setSent} />
    </Screen>
  )
}

type NewProps = {
  readonly number: SentNumber
  readonly message: Message
  readonly back: () => void
  readonly done: () => void
}

function NewPassword({ number, message, back, done }: NewProps) {
  const { texts, server, solveCaptcha } = usePage()
  const { phone, password: passwords } = server.facts
  const { codeLength = 6 } = phone ?? {}
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [factorCode, setFactorCode] = useState('')
  const [needsFactor, needFactor] = useState(false)
  if (problem?.code === 'USER.9007' && !needsFactor) needFactor(true)

  async function submit(): Promise<void> {
    const { errors } = texts
    if (code.length < codeLength) return tell({ field: 'code', text: () => errors.codeShort(codeLength) })
    if (password === '') return tell({ field: 'newPassword', text: () => errors.newPasswordEmpty })
    await run(async () => {
      const set = (captchaToken?: string) =>
        server.sdk.call('pwd/update-by-mobile', {
          mobile: number.mobile,
          verify_code: code,
          password,
          code: factorCode.trim() || undefined,
          captcha_token: captchaToken,
        })
      await withCaptcha(set, () => solveCaptcha(number.mobile))
      done()
    })
  }

  const isElsewhere = problem?.field === 'form' || problem?.field === 'phone'
  return (
    <Screen
      title={texts.forgotTitle}
      hint={<NumberInText text={texts.codeIfKnown} number={number.shown} />}
      back={back}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <CodeField length={codeLength} value={code} change={setCode} problem={problem} />
        <CodeAgain message={message} mobile={number.mobile} act={act} place="beside" />
        <input
          class="unseen"
          type="text"
          autocomplete="username"
          value={number.mobile}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        {passwords !== null && (
          <NewPasswordField
            limit={passwords.limit}
            value={password}
            change={setPassword}
            problem={problem}
            own={[number.mobile]}
          />
        )}
        {needsFactor && (
          <Field
            label={texts.appCodeForReset}
            name="factorCode"
            value={factorCode}
            change={setFactorCode}
            problem={problem}
            autocomplete="off"
            dir="ltr"
          />
        )}
        <ProblemText problem={isElsewhere ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.setPassword}</Submit>
      </form>
    </Screen>
  )
}
