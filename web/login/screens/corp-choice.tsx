/** Somebody of several organisations says for which one the application is used. */
import type { LoginPageSession } from '../../../src/wire/login-page-calls.ts'
import { Icon } from '../../controls/icon.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = {
  readonly session: LoginPageSession
  readonly choose: (corpId: string) => Promise<void>
}

export function CorpChoice({ session, choose }: Props) {
  const { texts, title } = usePage()
  const { isBusy, problem, run } = useAct()
  return (
    <Screen title={texts.corpTitle} hint={texts.corpHint(title)}>
      <ul class="choices">
        {session.corps.map(({ corpId, corpName }) => (
          <li key={corpId}>
            <button
              type="button"
              class="choice"
              data-first
              aria-disabled={isBusy}
              onClick={() => run(() => choose(corpId))}
            >
              <bdi>{corpName}</bdi>
              <Icon name="next" class="turns" />
            </button>
          </li>
        ))}
      </ul>
      <ProblemText problem={problem} />
    </Screen>
  )
}
