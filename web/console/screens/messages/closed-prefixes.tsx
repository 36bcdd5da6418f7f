/** Prefixes of numbers that the conversion breaker has closed, and the way to open one. */
import { Text } from '@mantine/core'
import { callAdmin } from '../../admin-server.ts'
import type { ClosedPrefix } from '../../answers.ts'
import { useMay } from '../../me.tsx'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { CountryName } from '../../parts/country-name.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { messagesTexts } from '../../texts/messages.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

export function ClosedPrefixes() {
  const texts = useTexts(messagesTexts)
  const { inBody, inTenant } = useTenant()
  const mayOpen = useMay('operator')
  const { data, error, refetch } = useAnswer<{ readonly items: readonly ClosedPrefix[] }>(
    inTenant('closed-prefixes'),
  )
  const columns: readonly Column<ClosedPrefix>[] = [
    { title: texts.prefix, cell: ({ prefix }) => <code>{prefix}</code> },
    { title: texts.country, cell: ({ country }) => <CountryName country={country} /> },
    { title: texts.closedAt, cell: ({ closedAt }) => <TimeText at={closedAt} /> },
    { title: texts.until, cell: ({ until }) => <TimeText at={until} /> },
    ...(mayOpen
      ? [
          {
            title: '',
            isFigure: true,
            cell: ({ prefix }: ClosedPrefix) => (
              <ConfirmAction
                label={texts.open}
                question={texts.openAsk(prefix)}
                done={texts.opened(prefix)}
                act={() => callAdmin('POST', 'closed-prefixes/open', { ...inBody, prefix })}
              />
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <Text size="sm" c="dimmed" mb="md" className="frame-title">
        {texts.closedHint}
      </Text>
      <DataTable
        caption={texts.tabs.closed}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ prefix }) => prefix}
        columns={columns}
        empty={texts.noClosed}
      />
    </>
  )
}
