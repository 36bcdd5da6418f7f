/** Whose users, log and figures are shown; it stands in the address. */
import { NativeSelect } from '@mantine/core'
import type { Tenant } from '../answers.ts'
import { goTo, hrefOf, usePlace } from '../place.ts'
import { shellTexts } from '../texts/shell.ts'
import { useAnswer } from '../use-answer.ts'
import { tenantOf } from '../use-tenant.ts'
import { useTexts } from '../use-texts.ts'

export function TenantChoice() {
  const texts = useTexts(shellTexts)
  const { path, query } = usePlace()
  const { data } = useAnswer<{ readonly items: readonly Tenant[] }>('tenants')
  const tenant = tenantOf(query)
  const others = data?.items ?? []
  if (others.length < 2 && tenant === 'default') return null
  const ids = new Set(['default', tenant, ...others.map(({ id }) => id)])
  return (
    <NativeSelect
      size="xs"
      aria-label={texts.tenant}
      value={tenant}
      onChange={({ currentTarget: { value } }) =>
        goTo(hrefOf(path.slice(0, 1), { tenant: value === 'default' ? '' : value }))
      }
      data={[...ids].map((id) => ({
        value: id,
        label: others.find((other) => other.id === id)?.title || id,
      }))}
    />
  )
}
