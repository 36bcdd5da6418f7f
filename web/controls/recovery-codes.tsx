/** A screen with the codes that stand in for an authenticator app, shown once. */
import { useFrame } from './frame.ts'
import { ProblemText } from './problem-text.tsx'
import { KeepCodes, RecoveryList } from './recovery-list.tsx'
import { Screen } from './screen.tsx'
import type { Act } from './use-run.ts'

type Props = {
  readonly codes: readonly string[]
  /** What the codes open. */
  readonly title: string
  readonly hint: string
  readonly act: Act
  /** Once they are kept. */
  readonly goOn: () => Promise<void>
}

export function RecoveryCodes({ codes, title, hint, act, goOn }: Props) {
  const { texts } = useFrame()
  const { isBusy, problem, run } = act
  return (
    <Screen title={texts.recoveryTitle} hint={hint}>
      <RecoveryList codes={codes} />
      <KeepCodes codes={codes} title={title} />
      <ProblemText problem={problem} />
      <button type="button" class="main" data-busy={isBusy} aria-disabled={isBusy} onClick={() => run(goOn)}>
        <span>{texts.kept}</span>
      </button>
    </Screen>
  )
}
