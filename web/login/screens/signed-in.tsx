/** The end of a login that no application waits for. */
import type { LoginPageSession } from '../../../src/wire/login-page-calls.ts'
import { Person } from '../../controls/person.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { accountAddress } from '../../shared/page-addresses.ts'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly session: LoginPageSession; readonly signedOut: () => void }

export function SignedIn({ session, signedOut }: Props) {
  const { texts, server, query } = usePage()
  const { isBusy, problem, run } = useAct()
  return (
    <Screen title={texts.signedInTitle}>
      <Person session={session} />
      <a class="main" href={accountAddress(query)}>
        <span>{texts.yourAccount}</span>
      </a>
      <ProblemText problem={problem} />
      <button
        type="button"
        class="second"
        aria-disabled={isBusy}
        onClick={() =>
          run(async () => {
            await server.logout()
            signedOut()
          })
        }
      >
        {texts.signOut}
      </button>
    </Screen>
  )
}
