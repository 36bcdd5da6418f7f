/** Somebody is signed in already: on with this account, or another one. */
import type { LoginPageSession } from '../../../src/wire/login-page-calls.ts'
import { Person } from '../../controls/person.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = {
  readonly session: LoginPageSession
  readonly leave: (session: LoginPageSession) => Promise<void>
  readonly other: () => void
}

export function Known({ session, leave, other }: Props) {
  const { texts, title } = usePage()
  const { isBusy, problem, run } = useAct()
  return (
    <Screen title={texts.knownTitle} hint={texts.toContinue(title)}>
      <Person session={session} />
      <ProblemText problem={problem} />
      <button
        type="button"
        class="main"
        data-first
        data-busy={isBusy}
        aria-disabled={isBusy}
        onClick={() => run(() => leave(session))}
      >
        <span>{texts.continueAs(session.name ?? session.nick)}</span>
      </button>
      <button type="button" class="second" onClick={other}>
        {texts.otherAccount}
      </button>
    </Screen>
  )
}
