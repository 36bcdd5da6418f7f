/** Fields above a list; what they hold stands in the address, and applies with Enter or its button. */
import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { goTo, hrefOf, usePlace } from '../place.ts'
import { useSubmit } from './use-submit.ts'

export function Filters({
  label,
  clear,
  children,
}: {
  readonly label: string
  readonly clear: string
  readonly children: ReactNode
}) {
  const { path, query } = usePlace()
  const tenant = query.get('tenant') ?? ''
  const { submit } = useSubmit(async (fields) => {
    const given = Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1]?.trim()))
    goTo(hrefOf(path, Object.fromEntries(given.map(([name, value]) => [name, value.trim()]))))
  })
  const isFiltered = [...query.keys()].some((name) => name !== 'tenant' && name !== 'after')
  return (
    <search className="filters">
      <form key={query.toString()} onSubmit={submit}>
        <Group gap="sm" align="flex-end">
          {children}
          <Button type="submit" variant="default">
            {label}
          </Button>
          {isFiltered && (
            <Button variant="subtle" onClick={() => goTo(hrefOf(path, { tenant }))}>
              {clear}
            </Button>
          )}
        </Group>
      </form>
    </search>
  )
}
