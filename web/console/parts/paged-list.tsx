/** A list that goes on for ever: a page of it, and the way to the next. Where it stands is in the address. */
import { Button, Group, Text } from '@mantine/core'
import type { Query } from '../admin-server.ts'
import type { Page } from '../answers.ts'
import { goTo, hrefOf, usePlace } from '../place.ts'
import { partTexts } from '../texts/parts.ts'
import { useAnswer } from '../use-answer.ts'
import { useTenant } from '../use-tenant.ts'
import { useTexts } from '../use-texts.ts'
import { type Column, DataTable } from './data-table.tsx'

export function PagedList<Item>(props: {
  readonly path: string
  readonly query?: Query
  readonly caption: string
  readonly columns: readonly Column<Item>[]
  readonly keyOf: (item: Item) => string
  readonly empty: string
  readonly emptyHint?: string
}) {
  const texts = useTexts(partTexts)
  const { inTenant } = useTenant()
  const { path, query } = usePlace()
  const after = query.get('after') ?? undefined
  const asked = useAnswer<Page<Item>>(inTenant(props.path, { ...props.query, after, limit: 50 }), {
    keep: true,
  })
  const { data } = asked
  // The server looks through so many rows at a time; what it found by then may be little, or nothing yet.
  const goesOn = data !== undefined && data.next !== null
  const isEmptySoFar = goesOn && data.items.length === 0
  const to = (wanted: string) => goTo(hrefOf(path, { ...Object.fromEntries(query), after: wanted }))
  return (
    <>
      <DataTable
        {...props}
        {...(isEmptySoFar ? { empty: texts.nothingYet, emptyHint: texts.nothingYetHint } : {})}
        asked={{ items: data?.items, error: asked.error, again: () => void asked.refetch() }}
      />
      {data !== undefined && (data.items.length > 0 || goesOn || after !== undefined) && (
        <Group justify="space-between" mt="sm">
          <Text size="sm" c="dimmed">
            {texts.onPage(data.items.length)}
          </Text>
          <Group gap="xs">
            {after !== undefined && (
              <Button size="xs" variant="default" onClick={() => to('')}>
                {texts.firstPage}
              </Button>
            )}
            <Button size="xs" variant="default" disabled={!goesOn} onClick={() => to(data.next ?? '')}>
              {isEmptySoFar ? texts.lookOn : texts.nextPage}
            </Button>
          </Group>
        </Group>
      )}
    </>
  )
}
