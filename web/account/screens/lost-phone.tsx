/** A number that was lost: password and authenticator app stand for its code. */
import { useState } from 'preact/hooks'
import { CodeAgain } from '../../controls/code-again.tsx'
import { CodeField } from '../../controls/code-field.tsx'
import { NumberInText } from '../../controls/number-in-text.tsx'
import { PasswordField } from '../../controls/password-field.tsx'
import type { Problem } from '../../controls/problem.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { ownName } from '../own-ways.ts'
import { usePage } from '../page.ts'
import { FactorCodeField } from '../parts/factor-code-field.tsx'
import { NewNumberForm } from '../parts/new-number-form.tsx'
import { useAct } from '../use-act.ts'
import { type CodeMessage, useCodeMessage } from '../use-code-message.ts'

export function LostPhone() {
  const { texts, account, server, go, askAdministrators } = usePage()
  const message = useCodeMessage()
  const [sent, setSent] = useState<SentNumber>()
  const mayReplace = account.factor !== null && ownName(account, server.facts) !== undefined
  if (!mayReplace && !server.facts.mayRecover)
    return <Screen title={texts.lostTitle} hint={texts.lostNeeds} back={() => go('')} />
  if (!mayReplace)
    return (
      <Screen title={texts.lostTitle} hint={texts.lostAsk} back={() => go('')}>
        <button type="button" class="main" data-first onClick={askAdministrators}>
          <span>{texts.askAdministrators}</span>
        </button>
      </Screen>
    )
  if (sent !== undefined) return <Proofs number={sent} message={message} back={() => setSent(undefined)} />
  return (
    <Screen title={texts.lostTitle} hint={texts.lostHint} back={() => go('')}>
      <NewNumberForm message={message} sent={setSent} />
    </Screen>
  )
}

type Props = { readonly number: SentNumber; readonly message: CodeMessage; readonly back: () => void }

function Proofs({ number, message, back }: Props) {
  const { texts, server, done } = usePage()
  const { codeLength = 6 } = server.facts.phone ?? {}
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [factorCode, setFactorCode] = useState('')

  async function submit(): Promise<void> {
    const { errors } = texts
    if (code.length < codeLength) return tell({ field: 'code', text: () => errors.codeShort(codeLength) })
    if (password === '') return tell({ field: 'password', text: () => errors.passwordEmpty })
    if (factorCode.trim() === '') return tell({ field: 'factorCode', text: () => errors.codeEmpty })
    await run(async () => {
      const proofs = { password, factorCode: factorCode.trim(), phone: number.mobile, code }
      await server.account.replaceLostPhone(proofs)
      await done(texts.phoneChanged)
    })
  }

  const shown = ofEitherCode(problem, texts.errors.eitherCodeWrong)
  return (
    <Screen
      title={texts.lostTitle}
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
        <CodeField length={codeLength} value={code} change={setCode} problem={shown} />
        <CodeAgain message={message} mobile={number.mobile} act={act} place="beside" />
        <PasswordField
          label={texts.currentPassword}
          name="password"
          value={password}
          change={setPassword}
          problem={shown}
          autocomplete="current-password"
        />
        <FactorCodeField value={factorCode} change={setFactorCode} problem={shown} />
        <ProblemText problem={shown?.field === 'form' || shown?.field === 'phone' ? shown : undefined} />
        <Submit isBusy={isBusy}>{texts.save}</Submit>
      </form>
    </Screen>
  )
}

/** The server does not say which of the two it was. */
function ofEitherCode(problem: Problem | undefined, text: string): Problem | undefined {
  return problem?.code === 'CODE_ERROR' || problem?.code === 'CODE_EXPIRED'
    ? { ...problem, field: 'form', text: () => text }
    : problem
}
