/** A new account: a number, the code that went to it, and what its owner wants to be called. */
import { useState } from 'preact/hooks'
import { outcomeOf } from '../../../src/client/login-outcome.ts'
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
  readonly signIn: () => void
}

export function Register({ number, change, signIn }: Props) {
  const { texts } = usePage()
  const act = useAct()
  const message = useMessage('REGISTER_SMS')
  const [sent, setSent] = useState<SentNumber>()
  if (sent !== undefined)
    return <Details number={sent} message={message} back={() => setSent(undefined)} signIn={signIn} />
  return (
    <Screen title={texts.createTitle} hint={texts.createHint}>
      <NumberStep act={act} message={message} number={number} change={change} sent={setSent} />
      <p class="after">
        {texts.haveAccount}{' '}
        <button type="button" class="link" onClick={signIn}>
          {texts.signIn}
        </button>
      </p>
    </Screen>
  )
}

type DetailsProps = {
  readonly number: SentNumber
  readonly message: Message
  readonly back: () => void
  readonly signIn: () => void
}

function Details({ number, message, back, signIn }: DetailsProps) {
  const { texts, server, proceed, solveCaptcha } = usePage()
  const { phone, password: passwords, asksNick } = server.facts
  const { codeLength = 6 } = phone ?? {}
  const mayTakeName = passwords?.allowRegister === true
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')
  const [nick, setNick] = useState('')
  const [hasName, wantName] = useState(false)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')

  function missing(): boolean {
    const { errors } = texts
    if (code.length < codeLength) tell({ field: 'code', text: () => errors.codeShort(codeLength) })
    else if (asksNick && nick.trim() === '') tell({ field: 'nick', text: () => errors.nickEmpty })
    else if (hasName && username.trim() === '') tell({ field: 'username', text: () => errors.usernameEmpty })
    else if (hasName && password === '') tell({ field: 'newPassword', text: () => errors.newPasswordEmpty })
    else return false
    return true
  }

  async function register(captchaToken?: string) {
    const answer = await server.sdk.call('register/mobile-verify-code', {
      mobile: number.mobile,
      verify_code: code,
      captcha_token: captchaToken,
      ...(asksNick ? { attr_nick_name: nick.trim() } : {}),
      ...(hasName ? { user_name: username.trim(), pwd: password } : {}),
    })
    const { session_token: sessionToken, id_token: idToken, state_token: stateToken, ...others } = answer
    return outcomeOf({ data: undefined, expire: undefined, ...others, sessionToken, idToken, stateToken })
  }

  async function submit(): Promise<void> {
    if (missing()) return
    await run(async () => proceed(await withCaptcha(register, () => solveCaptcha(number.mobile))))
  }

  const isElsewhere = problem?.field === 'form' || problem?.field === 'phone'
  return (
    <Screen
      title={texts.createTitle}
      hint={<NumberInText text={texts.codeSentTo} number={number.shown} />}
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
        {asksNick && (
          <Field
            label={texts.yourName}
            name="nick"
            value={nick}
            change={setNick}
            problem={problem}
            autocomplete="nickname"
            maxLength={64}
            dir="auto"
          />
        )}
        {mayTakeName && (
          <label class="tick">
            <input type="checkbox" class="tick-box" checked={hasName} onChange={() => wantName(!hasName)} />
            <span>{texts.addPassword}</span>
          </label>
        )}
        {mayTakeName && hasName && (
          <>
            <Field
              label={texts.username}
              name="username"
              value={username}
              change={setUsername}
              problem={problem}
              hint={texts.chooseUsername}
              autocomplete="username"
              maxLength={64}
              dir="auto"
            />
            <NewPasswordField
              limit={passwords.limit}
              value={password}
              change={setPassword}
              problem={problem}
              own={[username, nick, number.mobile]}
            />
          </>
        )}
        <ProblemText problem={isElsewhere ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.create}</Submit>
        {problem?.code === 'USER.9002' && (
          <button type="button" class="second" onClick={signIn}>
            {texts.signIn}
          </button>
        )}
      </form>
    </Screen>
  )
}
