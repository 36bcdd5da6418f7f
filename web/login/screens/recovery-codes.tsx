/** The codes that stand in for an authenticator app, shown once. */
import type { LoginOutcome } from '../../../src/client/login-outcome.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { KeepCodes, RecoveryList } from '../../controls/recovery-list.tsx'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly recoveryCodes: readonly string[]; readonly outcome: LoginOutcome }

export function RecoveryCodes({ recoveryCodes, outcome }: Props) {
  const { texts, title, proceed } = usePage()
  const { isBusy, problem, run } = useAct()
  return (
    <Screen title={texts.recoveryTitle} hint={texts.recoveryAbout}>
      <RecoveryList codes={recoveryCodes} />
      <KeepCodes codes={recoveryCodes} title={title} />
      <ProblemText problem={problem} />
      <button
        type="button"
        class="main"
        data-busy={isBusy}
        aria-disabled={isBusy}
        onClick={() => run(() => proceed(outcome))}
      >
        <span>{texts.kept}</span>
      </button>
    </Screen>
  )
}
