/** Everything that is kept of the user, in groups. */
import { useEffect, useState } from 'preact/hooks'
import { Person } from '../controls/person.tsx'
import { ProblemText } from '../controls/problem-text.tsx'
import { Screen } from '../controls/screen.tsx'
import { usePage } from './page.ts'
import { Agreements } from './parts/agreements.tsx'
import { OpenRecovery } from './parts/open-recovery.tsx'
import { OwnData } from './parts/own-data.tsx'
import { Row } from './parts/row.tsx'
import { SecondFactor } from './parts/second-factor.tsx'
import { Section } from './parts/section.tsx'
import { Sessions } from './parts/sessions.tsx'
import { SignInWays } from './parts/sign-in-ways.tsx'
import { useAct } from './use-act.ts'

export function Overview({ notice: given }: { readonly notice: string }) {
  const { texts, title, account, server, leave } = usePage()
  const { isBusy, problem, run } = useAct()
  // Read out where it comes into a place that is there already.
  const [notice, tell] = useState('')
  useEffect(() => tell(given), [given])
  return (
    <Screen title={texts.title} hint={texts.at(title)}>
      <div role="status">{notice !== '' && <p class="notice box-notice">{notice}</p>}</div>
      {account.reopened && <p class="notice box-notice">{texts.reopened}</p>}
      <OpenRecovery />
      <Person session={{ ...account, corps: [] }} />
      <Section title={texts.profile}>
        <Row label={texts.nick} actions={[{ label: texts.change, task: 'profile' }]}>
          <bdi>{account.nick}</bdi>
        </Row>
        <Row label={texts.name}>{account.name === null ? texts.none : <bdi>{account.name}</bdi>}</Row>
        {account.email !== null && (
          <Row label={texts.email}>
            <bdi>{account.email}</bdi>
          </Row>
        )}
      </Section>
      <SignInWays />
      <SecondFactor />
      <Sessions />
      <Agreements />
      <OwnData />
      <ProblemText problem={problem} />
      <button
        type="button"
        class="second"
        aria-disabled={isBusy}
        onClick={() =>
          run(async () => {
            await server.auth.logout({})
            leave()
          })
        }
      >
        {texts.signOut}
      </button>
    </Screen>
  )
}
