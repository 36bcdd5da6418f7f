/** A code by SMS to the number on file, as the second factor. */
import { useEffect, useState } from 'preact/hooks'
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import { CodeField } from '../../controls/code-field.tsx'
import { maskedNumber } from '../../controls/masked-number.ts'
import { NumberInText } from '../../controls/number-in-text.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { ResendButton } from '../../controls/resend-button.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { useMessage } from '../use-message.ts'

export function FactorMessageForm({ login }: { readonly login: WaitingLogin }) {
  const { texts, server, proceed } = usePage()
  const { codeLength = 6 } = server.facts.phone ?? {}
  const { isBusy, problem, run, tell } = useAct()
  const message = useMessage('MFA_AUTH_SMS')
  const [mobile, setMobile] = useState('')
  const [isSent, setSent] = useState(false)
  const [code, setCode] = useState('')
  useEffect(() => {
    run(async () => setMobile(await server.sdk.mobileOf(login)))
  }, [])

  const send = () =>
    run(async () => {
      await message.send(mobile, login.stateToken)
      setSent(true)
    })

  async function submit(full: string): Promise<void> {
    if (full.length < codeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(codeLength) })
    const isIn = await run(async () => proceed(await server.sdk.proveBySms(login, full)))
    if (!isIn) setCode('')
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isSent) submit(code)
        else if (mobile !== '') send()
      }}
    >
      <p class="lead">
        <NumberInText
          text={isSent ? texts.codeSentTo : texts.factorSmsHint}
          number={mobile === '' ? '…' : maskedNumber(mobile.replace('-', ''), server.facts.callingCodes)}
        />
      </p>
      {isSent && (
        <CodeField length={codeLength} value={code} change={setCode} complete={submit} problem={problem} />
      )}
      <ProblemText problem={problem?.field === 'code' ? undefined : problem} />
      <Submit isBusy={isBusy}>{isSent ? texts.confirm : texts.sendCode}</Submit>
      {isSent && (
        <p class="after">
          <ResendButton nextAt={message.nextAt} isBusy={isBusy} resend={send} />
        </p>
      )}
    </form>
  )
}
