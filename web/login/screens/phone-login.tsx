/** Logging in by a code of a message. */
import { useState } from 'preact/hooks'
import { CodeAgain } from '../../controls/code-again.tsx'
import { CodeField } from '../../controls/code-field.tsx'
import { NumberInText } from '../../controls/number-in-text.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { type Message, withCaptcha } from '../use-message.ts'

type Props = {
  readonly number: SentNumber
  readonly message: Message
  readonly back: () => void
  /** To the form for new users; nothing where nobody may register. */
  readonly register: (() => void) | undefined
  /** To the request for another number. */
  readonly lost: (() => void) | undefined
}

export function PhoneLogin({ number, message, back, register, lost }: Props) {
  const { texts, server, proceed, solveCaptcha } = usePage()
  const { codeLength = 6 } = server.facts.phone ?? {}
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')

  async function submit(full: string): Promise<void> {
    if (full.length < codeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(codeLength) })
    const isIn = await run(async () => {
      const login = (captchaToken?: string) => server.sdk.loginByCode(number.mobile, full, { captchaToken })
      await proceed(await withCaptcha(login, () => solveCaptcha(number.mobile)))
    })
    if (!isIn) setCode('')
  }

  const isUnknown = problem?.code === 'USER.0001'
  return (
    <Screen
      title={texts.codeTitle}
      hint={<NumberInText text={texts.codeSentTo} number={number.shown} />}
      back={back}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit(code)
        }}
      >
        <CodeField length={codeLength} value={code} change={setCode} complete={submit} problem={problem} />
        <ProblemText
          problem={problem?.field === 'form' || problem?.field === 'phone' ? problem : undefined}
        />
        {isUnknown && register !== undefined ? (
          <button type="button" class="main" onClick={register}>
            <span>{texts.create}</span>
          </button>
        ) : (
          <Submit isBusy={isBusy}>{texts.signIn}</Submit>
        )}
        <CodeAgain message={message} mobile={number.mobile} act={act} place="after" />
        {lost !== undefined && (
          <p class="after">
            <button type="button" class="link" onClick={lost}>
              {texts.lostNumber}
            </button>
          </p>
        )}
      </form>
    </Screen>
  )
}
