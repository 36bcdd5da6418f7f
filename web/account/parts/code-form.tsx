/** The code of a message, and another one where it does not come. */
import { useState } from 'preact/hooks'
import { CodeAgain } from '../../controls/code-again.tsx'
import { CodeField } from '../../controls/code-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import type { CodeMessage } from '../use-code-message.ts'

type Props = {
  /** Where the code went. */
  readonly mobile: string
  readonly message: CodeMessage
  /** Rejects where the code is not taken. */
  readonly take: (code: string) => Promise<void>
}

export function CodeForm({ mobile, message, take }: Props) {
  const { texts, server } = usePage()
  const { codeLength = 6 } = server.facts.phone ?? {}
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [code, setCode] = useState('')

  async function submit(full: string): Promise<void> {
    if (full.length < codeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(codeLength) })
    const isTaken = await run(() => take(full))
    if (!isTaken) setCode('')
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit(code)
      }}
    >
      <CodeField length={codeLength} value={code} change={setCode} complete={submit} problem={problem} />
      <ProblemText problem={problem?.field === 'code' ? undefined : problem} />
      <Submit isBusy={isBusy}>{texts.confirm}</Submit>
      <CodeAgain message={message} mobile={mobile} act={act} place="after" />
    </form>
  )
}
