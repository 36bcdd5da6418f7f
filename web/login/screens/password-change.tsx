/** A password that has expired, or will soon. */
import { useState } from 'preact/hooks'
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import { NewPasswordField } from '../../controls/new-password-field.tsx'
import { PasswordField } from '../../controls/password-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { ofOwnPassword } from '../of-own-password.ts'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

const dayMs = 86_400_000

type Props = { readonly login: Exclude<WaitingLogin, { status: 'MFA_AUTH' }> }

export function PasswordChange({ login }: Props) {
  const { texts, server, proceed } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const isWarning = login.status === 'PASSWORD_WARN'
  const days = Math.floor((login.policy.expiresAt - Date.now()) / dayMs)

  async function submit(): Promise<void> {
    if (old === '') return tell({ field: 'password', text: () => texts.errors.passwordEmpty })
    if (password === '') return tell({ field: 'newPassword', text: () => texts.errors.newPasswordEmpty })
    await run(async () => proceed(await server.sdk.replacePassword(login, old, password)))
  }

  return (
    <Screen title={texts.expiredTitle} hint={isWarning ? texts.warnHint(days) : texts.expiredHint}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <PasswordField
          label={texts.currentPassword}
          name="password"
          value={old}
          change={setOld}
          problem={ofOwnPassword(problem, texts)}
          autocomplete="current-password"
        />
        <NewPasswordField limit={login.policy} value={password} change={setPassword} problem={problem} />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.setPassword}</Submit>
        {isWarning && (
          <button
            type="button"
            class="second"
            onClick={() => run(async () => proceed(await server.sdk.skipWarning(login)))}
          >
            {texts.later}
          </button>
        )}
      </form>
    </Screen>
  )
}
