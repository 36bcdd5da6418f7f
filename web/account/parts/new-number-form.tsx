/** A number that the user wants to have; a code is sent to it. */
import { useState } from 'preact/hooks'
import { useFrame } from '../../controls/frame.ts'
import { NumberField } from '../../controls/number-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { numberMissing, readNumber, type SentNumber } from '../../controls/read-number.ts'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import type { CodeMessage } from '../use-code-message.ts'

type Props = { readonly message: CodeMessage; readonly sent: (number: SentNumber) => void }

export function NewNumberForm({ message, sent }: Props) {
  const { texts, server } = usePage()
  const frame = useFrame()
  const { isBusy, problem, run, tell } = useAct()
  const [number, setNumber] = useState({ country: server.facts.phone?.defaultCountry ?? '', text: '' })

  async function submit(): Promise<void> {
    const missing = numberMissing(number, frame)
    if (missing !== undefined) return tell(missing)
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
      <NumberField number={number} change={setNumber} problem={problem} />
      <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
      <Submit isBusy={isBusy}>{texts.sendCode}</Submit>
    </form>
  )
}
