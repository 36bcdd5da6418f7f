import { NativeSelect } from '@mantine/core'
import type { Role } from '../answers.ts'
import { accessTexts } from '../texts/access.ts'
import { useTexts } from '../use-texts.ts'

const roles: readonly Role[] = ['auditor', 'operator', 'owner']

export function RoleField({ given = 'auditor' }: { readonly given?: Role }) {
  const texts = useTexts(accessTexts)
  return (
    <NativeSelect
      name="role"
      label={texts.role}
      defaultValue={given}
      data={roles.map((value) => ({ value, label: texts.roles[value] }))}
      data-autofocus
    />
  )
}
