/** Name, password and code of an administrator. `again`: whose session is over. */
import { PasswordInput, TextInput } from '@mantine/core'
import { callAdmin } from '../admin-server.ts'
import type { Fields } from '../parts/use-submit.ts'
import { entranceTexts } from '../texts/entrance.ts'
import { useTexts } from '../use-texts.ts'
import { EntranceCard } from './entrance-card.tsx'
import { EntranceForm } from './entrance-form.tsx'

export function Login({
  onEnter,
  again,
}: {
  readonly onEnter: (name: string) => void
  readonly again?: string
}) {
  const texts = useTexts(entranceTexts)
  async function enter({ name = '', password = '', code = '' }: Fields): Promise<void> {
    const admin = await callAdmin<{ name: string }>('POST', 'login', {
      name,
      password,
      code: code.replace(/\s/g, ''),
    })
    onEnter(admin.name)
  }
  return (
    <EntranceCard
      title={texts.signIn}
      over={texts.console}
      {...(again === undefined ? {} : { hint: texts.ended(again) })}
    >
      <EntranceForm act={enter} button={texts.enter}>
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
      </EntranceForm>
    </EntranceCard>
  )
}
