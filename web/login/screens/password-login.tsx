/** Logging in by a name, or a number, and a password. */
import { useState } from 'preact/hooks'
import { Field } from '../../controls/field.tsx'
import { PasswordField } from '../../controls/password-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import { Agreements } from '../controls/agreements.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { withCaptcha } from '../use-message.ts'

type Props = { readonly forgot: (() => void) | undefined }

export function PasswordLogin({ forgot }: Props) {
  const { texts, server, proceed, solveCaptcha } = usePage()
  const act = useAct()
  const { isBusy, problem, run, tell } = act
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')

  async function submit(): Promise<void> {
    if (name.trim() === '') return tell({ field: 'name', text: () => texts.errors.nameEmpty })
    if (password === '') return tell({ field: 'password', text: () => texts.errors.passwordEmpty })
    await run(async () => {
      const login = (captchaToken?: string) =>
        server.sdk.loginByPassword(name.trim(), password, { captchaToken })
      await proceed(await withCaptcha(login, () => solveCaptcha(name.trim())))
    })
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field
        label={texts.nameOrPhone}
        name="name"
        value={name}
        change={setName}
        problem={problem}
        autocomplete="username"
        dir="auto"
      />
      <PasswordField
        label={texts.password}
        name="password"
        value={password}
        change={setPassword}
        problem={problem}
        autocomplete="current-password"
      />
      {forgot !== undefined && (
        <p class="beside">
          <button type="button" class="link" onClick={forgot}>
            {texts.forgot}
          </button>
        </p>
      )}
      <Agreements />
      <ProblemText problem={problem?.field === 'form' || problem?.field === 'phone' ? problem : undefined} />
      <Submit isBusy={isBusy}>{texts.signIn}</Submit>
    </form>
  )
}
