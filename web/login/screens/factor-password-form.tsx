/** The password as the second factor, after a login by phone. */
import { useState } from 'preact/hooks'
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import { PasswordField } from '../../controls/password-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import { ofOwnPassword } from '../of-own-password.ts'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export function FactorPasswordForm({ login }: { readonly login: WaitingLogin }) {
  const { texts, server, proceed } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [password, setPassword] = useState('')

  async function submit(): Promise<void> {
    if (password === '') return tell({ field: 'password', text: () => texts.errors.passwordEmpty })
    await run(async () => proceed(await server.sdk.proveByPassword(login, password)))
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <PasswordField
        label={texts.password}
        name="password"
        value={password}
        change={setPassword}
        problem={ofOwnPassword(problem, texts)}
        autocomplete="current-password"
      />
      <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
      <Submit isBusy={isBusy}>{texts.confirm}</Submit>
    </form>
  )
}
