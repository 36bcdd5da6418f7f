import { PasswordInput, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { callAdmin } from '../../admin-server.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { goTo, hrefOf } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

export function NewUser() {
  const texts = useTexts(usersTexts)
  const { inBody } = useTenant()
  const made = useRef('')
  return (
    <ConfirmAction
      label={texts.add}
      question={texts.addAsk}
      done={texts.added}
      act={async (fields) => {
        const given = Object.entries(fields).filter(([, value]) => value?.trim())
        const { userId } = await callAdmin<{ userId: string }>('POST', 'users', {
          ...inBody,
          ...Object.fromEntries(given),
        })
        made.current = userId
      }}
      after={() => goTo(hrefOf(['users', made.current]))}
      button={{ size: 'sm', variant: 'filled' }}
    >
      <TextInput name="nick" label={texts.nick} maxLength={64} data-autofocus />
      <TextInput name="phone" label={texts.phone} description={texts.phoneHint} maxLength={32} />
      <TextInput name="username" label={texts.username} maxLength={64} autoComplete="off" />
      <PasswordInput name="password" label={texts.password} maxLength={128} autoComplete="new-password" />
      <TextInput name="name" label={texts.fullName} maxLength={64} />
      <TextInput name="email" type="email" label={texts.email} maxLength={254} />
    </ConfirmAction>
  )
}
