/** Nick and name, which open nothing. */
import { useState } from 'preact/hooks'
import { Field } from '../../controls/field.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

export function ChangeProfile() {
  const { texts, account, server, go, done } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [nick, setNick] = useState(account.nick)
  const [name, setName] = useState(account.name ?? '')

  async function submit(): Promise<void> {
    if (nick.trim() === '') return tell({ field: 'nick', text: () => texts.errors.nickEmpty })
    await run(async () => {
      const fullName = name.trim() === '' ? null : name.trim()
      await server.account.updateProfile({ nick: nick.trim(), name: fullName })
      await done(texts.profileSaved)
    })
  }

  return (
    <Screen title={texts.profileTitle} hint={texts.profileHint} back={() => go('')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label={texts.nick}
          name="nick"
          value={nick}
          change={setNick}
          problem={problem}
          autocomplete="nickname"
          maxLength={64}
          dir="auto"
        />
        <Field
          label={texts.name}
          name="name"
          value={name}
          change={setName}
          problem={problem}
          hint={texts.optional}
          autocomplete="name"
          maxLength={128}
          dir="auto"
        />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.save}</Submit>
      </form>
    </Screen>
  )
}
