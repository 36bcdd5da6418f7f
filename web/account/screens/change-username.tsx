/** Another name to log in with. */
import { useState } from 'preact/hooks'
import { Field } from '../../controls/field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export function ChangeUsername() {
  const { texts, account, server, go, done } = usePage()
  const { userId } = account
  const { isBusy, problem, run, tell } = useAct()
  const [username, setUsername] = useState(account.username ?? '')

  async function submit(): Promise<void> {
    if (username.trim() === '') return tell({ field: 'username', text: () => texts.errors.usernameEmpty })
    await run(async () => {
      await server.password.updateUsername({ userId, username: username.trim() })
      await done(texts.usernameSaved)
    })
  }

  return (
    <Screen title={texts.usernameTitle} hint={texts.usernameHint} back={() => go('')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label={texts.username}
          name="username"
          value={username}
          change={setUsername}
          problem={problem}
          hint={texts.chooseUsername}
          autocomplete="username"
          maxLength={64}
          dir="auto"
        />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.save}</Submit>
      </form>
    </Screen>
  )
}
