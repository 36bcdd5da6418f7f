/** The end of the account: told plainly, confirmed once more. */
import { useState } from 'preact/hooks'
import { Person } from '../../controls/person.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export function CloseAccount() {
  const { texts, account, server, go, closed } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [isSure, setSure] = useState(false)

  async function submit(): Promise<void> {
    if (!isSure) return tell({ field: 'form', text: () => texts.closeFirst })
    await run(async () => closed((await server.account.closeAccount({})).deleteAt))
  }

  return (
    <Screen title={texts.close} hint={texts.closeAbout(account.graceDays)} back={() => go('')}>
      <Person session={{ ...account, corps: [] }} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label class="tick">
          <input type="checkbox" class="tick-box" checked={isSure} onChange={() => setSure(!isSure)} />
          <span>{texts.closeConfirm}</span>
        </label>
        <ProblemText problem={problem} />
        <button type="submit" class="main bad" aria-disabled={isBusy} data-busy={isBusy}>
          <span>{texts.close}</span>
        </button>
      </form>
    </Screen>
  )
}
