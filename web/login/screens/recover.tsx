/** A number that was lost: which account, the new number and a code to it; then the administrators decide. */
import { useState } from 'preact/hooks'
import { CodeAgain } from '../../controls/code-again.tsx'
import { CodeField } from '../../controls/code-field.tsx'
import { Field } from '../../controls/field.tsx'
import { NumberInText } from '../../controls/number-in-text.tsx'
import { PlainMessage } from '../../controls/plain-message.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { usePage } from '../page.ts'
import { recoverTexts } from '../texts/recover.ts'
import { useAct } from '../use-act.ts'
import { type Message, useMessage, withCaptcha } from '../use-message.ts'
import { NumberStep } from './number-step.tsx'

type Props = {
  /** What was typed as the old number. */
  readonly account: string
  readonly back: () => void
}

/** What the server takes. */
const mostReason = 300

type Asked = { readonly account: string; readonly reason: string }

export function Recover({ account, back }: Props) {
  const { texts, server, language } = usePage()
  const own = recoverTexts[language]
  const act = useAct()
  const message = useMessage('RECOVER_MOBILE_SMS')
  const [asked, setAsked] = useState<Asked>({ account, reason: '' })
  const [isTold, setTold] = useState(false)
  const [number, setNumber] = useState({ country: server.facts.phone?.defaultCountry ?? '', text: '' })
  const [sent, setSent] = useState<SentNumber>()
  const [waitHours, setWait] = useState<number>()

  if (!isTold) return <Account asked={asked} change={setAsked} back={back} next={() => setTold(true)} />
  if (sent === undefined)
    return (
      <Screen title={own.numberTitle} hint={own.numberHint} back={() => setTold(false)}>
        <NumberStep act={act} message={message} number={number} change={setNumber} sent={setSent} />
      </Screen>
    )
  if (waitHours === undefined)
    return (
      <Code asked={asked} number={sent} message={message} back={() => setSent(undefined)} done={setWait} />
    )
  const button = { label: texts.signIn, press: back }
  return (
    <PlainMessage
      title={own.doneTitle}
      text={own.done(sent.shown, waitText(waitHours, own))}
      button={button}
    />
  )
}

/** Administrators read it in a list. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

function waitText(hours: number, texts: (typeof recoverTexts)['en']): string {
  if (hours < 1) return texts.soon
  return hours >= 48 && hours % 24 === 0 ? texts.days(hours / 24) : texts.hours(hours)
}

type AccountProps = {
  readonly asked: Asked
  readonly change: (asked: Asked) => void
  readonly back: () => void
  readonly next: () => void
}

function Account({ asked, change, back, next }: AccountProps) {
  const { texts, language } = usePage()
  const own = recoverTexts[language]
  const { problem, tell } = useAct()
  const { account, reason } = asked

  function submit(): void {
    if (account.trim() === '') tell({ field: 'name', text: () => own.accountEmpty })
    else if (reason.trim() === '') tell({ field: 'reason', text: () => own.reasonEmpty })
    else next()
  }

  return (
    <Screen title={own.accountTitle} hint={own.accountHint} back={back}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label={own.account}
          name="name"
          value={account}
          change={(text) => change({ ...asked, account: text })}
          problem={problem}
          autocomplete="username"
          maxLength={128}
          dir="auto"
        />
        <TextField
          label={own.reason}
          hint={own.reasonHint(mostReason)}
          name="reason"
          value={reason}
          change={(text) => change({ ...asked, reason: text })}
          problem={problem}
          maxLength={mostReason}
        />
        <Submit isBusy={false}>{texts.continue}</Submit>
      </form>
    </Screen>
  )
}

type CodeProps = {
  readonly asked: Asked
  readonly number: SentNumber
  readonly message: Message
  readonly back: () => void
  readonly done: (waitHours: number) => void
}

function Code({ asked, number, message, back, done }: CodeProps) {
  const { texts, server, language, solveCaptcha } = usePage()
  const { codeLength = 6 } = server.facts.phone ?? {}
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')

  async function submit(full: string): Promise<void> {
    if (full.length < codeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(codeLength) })
    const isAsked = await run(async () => {
      const { account, reason } = asked
      const request = { account: account.trim(), mobile: number.mobile, code: full, reason: oneLine(reason) }
      const ask = (captchaToken?: string) => server.sdk.recoverMobile({ ...request, captchaToken })
      done((await withCaptcha(ask, () => solveCaptcha(number.mobile))).waitHours)
    })
    if (!isAsked) setCode('')
  }

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
        <CodeField length={codeLength} value={code} change={setCode} problem={problem} />
        <ProblemText problem={problem?.field === 'code' ? undefined : problem} />
        <Submit isBusy={isBusy}>{recoverTexts[language].ask}</Submit>
        <CodeAgain message={message} mobile={number.mobile} act={act} place="after" />
      </form>
    </Screen>
  )
}
