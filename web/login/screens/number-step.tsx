/** The first step of everything that begins with a phone number: the number, and a code sent to it. */
import type { ComponentChildren } from 'preact'
import { useFrame } from '../../controls/frame.ts'
import { NumberField } from '../../controls/number-field.tsx'
import type { TypedNumber } from '../../controls/phone-format.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { numberMissing, readNumber, type SentNumber } from '../../controls/read-number.ts'
import { Submit } from '../../controls/submit.tsx'
import type { Act } from '../../controls/use-run.ts'
import { Agreements } from '../controls/agreements.tsx'
import { usePage } from '../page.ts'
import type { Message } from '../use-message.ts'

type Props = {
  readonly act: Act
  readonly message: Message
  readonly number: TypedNumber
  readonly change: (number: TypedNumber) => void
  readonly sent: (number: SentNumber) => void
  readonly button?: string
  readonly children?: ComponentChildren
}

export function NumberStep({ act, message, number, change, sent, button, children }: Props) {
  const { texts, server } = usePage()
  const frame = useFrame()
  const { isBusy, problem, run, tell } = act

  async function submit(): Promise<void> {
    const missing = numberMissing(number, frame)
    if (missing !== undefined) return tell(missing)
    if (server.facts.agreements.length > 0 && !server.agreement.isGiven)
      return tell({ field: 'form', text: () => texts.errors.agreeFirst })
    await run(async () => {
      const read = await readNumber(number, frame)
      if ('field' in read) return tell(read)
      await message.send(read.mobile)
      sent(read)
    })
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <NumberField number={number} change={change} problem={problem} />
      {children}
      <Agreements />
      <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
      <Submit isBusy={isBusy}>{button ?? texts.continue}</Submit>
    </form>
  )
}
