/** A change of the second step, confirmed with a code of it. */
import { useState } from 'preact/hooks'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { FactorCodeField } from './factor-code-field.tsx'

type Props = { readonly button: string; readonly take: (code: string) => Promise<void> }

export function FactorForm({ button, take }: Props) {
  const { texts } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [code, setCode] = useState('')

  async function submit(): Promise<void> {
    if (code.trim() === '') return tell({ field: 'factorCode', text: () => texts.errors.codeEmpty })
    await run(() => take(code.trim()))
  }

  const own = problem?.field === 'code' ? ({ ...problem, field: 'factorCode' } as const) : problem
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <FactorCodeField value={code} change={setCode} problem={own} />
      <ProblemText problem={own?.field === 'form' ? own : undefined} />
      <Submit isBusy={isBusy}>{button}</Submit>
    </form>
  )
}
