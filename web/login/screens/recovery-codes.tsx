/** The codes that stand in for an authenticator app, shown once. */
import { useState } from 'preact/hooks'
import type { LoginOutcome } from '../../../src/client/login-outcome.ts'
import { ProblemText } from '../controls/problem-text.tsx'
import { Screen } from '../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly recoveryCodes: readonly string[]; readonly outcome: LoginOutcome }

export function RecoveryCodes({ recoveryCodes, outcome }: Props) {
  const { texts, proceed } = usePage()
  const { isBusy, problem, run } = useAct()
  const [isCopied, setCopied] = useState(false)
  return (
    <Screen title={texts.recoveryTitle} hint={texts.recoveryAbout}>
      <ul class="recovery" dir="ltr">
        {recoveryCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
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
      <button
        type="button"
        class="second"
        onClick={() =>
          navigator.clipboard.writeText(recoveryCodes.join('\n')).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {isCopied ? texts.copied : texts.copy}
      </button>
    </Screen>
  )
}
