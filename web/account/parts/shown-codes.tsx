/** Recovery codes, shown once. */

import { ProblemText } from '../../controls/problem-text.tsx'
import { KeepCodes, RecoveryList } from '../../controls/recovery-list.tsx'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly codes: readonly string[]; readonly notice: string }

export function ShownCodes({ codes, notice }: Props) {
  const { texts, title, done } = usePage()
  const { isBusy, problem, run } = useAct()
  return (
    <Screen title={texts.recoveryTitle} hint={texts.recoveryAbout}>
      <RecoveryList codes={codes} />
      <KeepCodes codes={codes} title={title} />
      <ProblemText problem={problem} />
      <button
        type="button"
        class="main"
        data-busy={isBusy}
        aria-disabled={isBusy}
        onClick={() => run(() => done(notice))}
      >
        <span>{texts.kept}</span>
      </button>
    </Screen>
  )
}
