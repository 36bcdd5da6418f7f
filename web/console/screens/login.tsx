/** Name, password and code of an administrator. `again`: whose session is over. */
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { callAdmin } from '../admin-server.ts'
import { Problem } from '../parts/problem.tsx'
import { useSubmit } from '../parts/use-submit.ts'
import { entranceTexts } from '../texts/entrance.ts'
import { useTexts } from '../use-texts.ts'
import { EntranceCard } from './entrance-card.tsx'

export function Login({
  onEnter,
  again,
}: {
  readonly onEnter: (name: string) => void
  readonly again?: string
}) {
  const texts = useTexts(entranceTexts)
  const { submit, busy, error } = useSubmit(async ({ name = '', password = '', code = '' }) => {
    const admin = await callAdmin<{ name: string }>('POST', 'login', {
      name,
      password,
      code: code.replace(/\s/g, ''),
    })
    onEnter(admin.name)
  })
  return (
    <EntranceCard
      title={texts.signIn}
      over={texts.console}
      {...(again === undefined ? {} : { hint: texts.ended(again) })}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={texts.name}
            name="name"
            autoComplete="username"
            defaultValue={again}
            required
            withAsterisk={false}
            maxLength={64}
            autoFocus={again === undefined}
          />
          <PasswordInput
            label={texts.password}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={128}
            autoFocus={again !== undefined}
          />
          <TextInput
            label={texts.code}
            description={texts.codeHint}
            name="code"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            maxLength={32}
          />
          {error !== undefined && <Problem error={error} />}
          <Button type="submit" loading={busy} fullWidth>
            {texts.enter}
          </Button>
        </Stack>
      </form>
    </EntranceCard>
  )
}
