/** Another password for who knows the old one, or a name and a password for who has none. */
import { useState } from 'preact/hooks'
import { Field } from '../../controls/field.tsx'
import { meetsLimit, NewPasswordField } from '../../controls/new-password-field.tsx'
import { PasswordField } from '../../controls/password-field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { ownName } from '../own-ways.ts'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export function ChangePassword() {
  const { texts, account, server, go, done } = usePage()
  const { userId } = account
  const { facts, presented } = server
  const isNew = ownName(account, facts) === undefined
  const { isBusy, problem, run, tell } = useAct()
  const [username, setUsername] = useState('')
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  if (facts.password === null) return null
  const { limit } = facts.password

  async function submit(): Promise<void> {
    const { errors } = texts
    if (isNew && username.trim() === '') return tell({ field: 'username', text: () => errors.usernameEmpty })
    if (!isNew && old === '') return tell({ field: 'password', text: () => errors.passwordEmpty })
    if (password === '') return tell({ field: 'newPassword', text: () => errors.newPasswordEmpty })
    // Of an MD5 the server cannot tell.
    if (!meetsLimit(password, limit)) return tell({ field: 'newPassword', text: () => errors.limitsUnmet })
    const next = presented(password)
    await run(async () => {
      if (isNew) await server.password.bind({ userId, username: username.trim(), password: next })
      else await server.password.updatePassword({ userId, oldPassword: presented(old), newPassword: next })
      await done(isNew ? texts.passwordAdded : texts.passwordSaved)
    })
  }

  return (
    <Screen
      title={isNew ? texts.passwordSetTitle : texts.passwordTitle}
      hint={isNew ? texts.passwordSetHint : texts.passwordOthers}
      back={() => go('')}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {isNew ? (
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
        ) : (
          <PasswordField
            label={texts.currentPassword}
            name="password"
            value={old}
            change={setOld}
            problem={problem}
            autocomplete="current-password"
          />
        )}
        <NewPasswordField
          limit={limit}
          value={password}
          change={setPassword}
          problem={problem}
          own={[username, account.username, account.nick, account.name, account.phone].filter(
            (each): each is string => each !== null && each !== '',
          )}
        />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{isNew ? texts.passwordSet : texts.setPassword}</Submit>
      </form>
    </Screen>
  )
}
