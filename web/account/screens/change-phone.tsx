/** Another number: a code to the one on file, then a code to the new one. Who has none adds one. */
import { useState } from 'preact/hooks'
import { maskedNumber } from '../../controls/masked-number.ts'
import { NumberInText } from '../../controls/number-in-text.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { ownNumber } from '../own-ways.ts'
import { usePage } from '../page.ts'
import { CodeForm } from '../parts/code-form.tsx'
import { NewNumberForm } from '../parts/new-number-form.tsx'
import { useAct } from '../use-act.ts'
import { type CodeMessage, useCodeMessage } from '../use-code-message.ts'

export function ChangePhone() {
  const { account, server } = usePage()
  const old = ownNumber(account, server.facts)?.phone
  const [ticket, setTicket] = useState<string>()
  if (old !== undefined && ticket === undefined) return <OldNumber old={old} proven={setTicket} />
  return <NewNumber ticket={ticket} />
}

type OldProps = { readonly old: string; readonly proven: (ticket: string) => void }

function OldNumber({ old, proven }: OldProps) {
  const { texts, server, go } = usePage()
  const message = useCodeMessage()
  const [isSent, setSent] = useState(false)
  const shown = maskedNumber(old, server.facts.callingCodes)
  if (isSent)
    return (
      <Screen
        title={texts.codeTitle}
        hint={<NumberInText text={texts.codeSentTo} number={shown} />}
        back={() => setSent(false)}
      >
        <CodeForm
          mobile={old}
          message={message}
          take={async (code) => proven((await server.phone.checkMyMessage({ code })).ticket)}
        />
      </Screen>
    )
  return (
    <Screen title={texts.phoneTitle} hint={texts.phoneOldHint} back={() => go('')}>
      <SendCode old={old} shown={shown} message={message} sent={() => setSent(true)} />
      <p class="after">
        <button type="button" class="link" onClick={() => go('lost-phone')}>
          {texts.lostPhone}
        </button>
      </p>
    </Screen>
  )
}

type SendProps = {
  readonly old: string
  readonly shown: string
  readonly message: CodeMessage
  readonly sent: () => void
}

function SendCode({ old, shown, message, sent }: SendProps) {
  const { texts } = usePage()
  const { isBusy, problem, run } = useAct()
  const send = () =>
    run(async () => {
      await message.send(old)
      sent()
    })
  return (
    <>
      <p class="lead">
        <NumberInText text={texts.factorSmsHint} number={shown} />
      </p>
      <ProblemText problem={problem} />
      <button type="button" class="main" data-first data-busy={isBusy} aria-disabled={isBusy} onClick={send}>
        <span>{texts.sendCode}</span>
      </button>
    </>
  )
}

/** `ticket`: proof of the number on file, of who has one. */
function NewNumber({ ticket }: { readonly ticket: string | undefined }) {
  const { texts, account, server, go, done } = usePage()
  const { userId } = account
  const message = useCodeMessage()
  const [sent, setSent] = useState<SentNumber>()
  if (sent === undefined)
    return (
      <Screen
        title={ticket === undefined ? texts.phoneAddTitle : texts.phoneNew}
        hint={texts.phoneNewHint}
        back={() => go('')}
      >
        <NewNumberForm message={message} sent={setSent} />
      </Screen>
    )
  const { mobile, shown } = sent
  return (
    <Screen
      title={texts.codeTitle}
      hint={<NumberInText text={texts.codeSentTo} number={shown} />}
      back={() => setSent(undefined)}
    >
      <CodeForm
        mobile={mobile}
        message={message}
        take={async (code) => {
          if (ticket === undefined) await server.phone.bind({ userId, phone: mobile, code })
          else await server.phone.updatePhone({ userId, ticket, newPhone: mobile, newCode: code })
          await done(ticket === undefined ? texts.phoneAdded : texts.phoneChanged)
        }}
      />
    </Screen>
  )
}
