/** What became of messages, by prefix, country or service. */
import { Group, NativeSelect, Text } from '@mantine/core'
import type { MessageRate } from '../../answers.ts'
import { useCountryNames } from '../../parts/country-name.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { shareText } from '../../parts/share-text.ts'
import { goTo, hrefOf, usePlace } from '../../place.ts'
import { messagesTexts } from '../../texts/messages.ts'
import { todayTexts } from '../../texts/today.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'

const groups = ['prefix', 'country', 'service'] as const
const periods = [24, 72, 168] as const

export function MessageRates() {
  const texts = useTexts(messagesTexts)
  const { hours: hoursText } = useTexts(todayTexts)
  const tag = useLanguageTag()
  const nameOf = useCountryNames()
  const { path, query } = usePlace()
  const { inTenant } = useTenant()
  const by = groups.find((each) => each === query.get('by')) ?? 'prefix'
  const hours = periods.find((each) => String(each) === query.get('hours')) ?? 24
  const { data, error, refetch } = useAnswer<{ readonly items: readonly MessageRate[] }>(
    inTenant('message-rates', { by, hours }),
    { keep: true },
  )
  const to = (wanted: Readonly<Record<string, string>>) =>
    goTo(hrefOf(path, { ...Object.fromEntries(query), ...wanted }), { replace: true })
  const figure = (title: string, of: (rate: MessageRate) => number): Column<MessageRate> => ({
    title,
    cell: (rate) => of(rate).toLocaleString(tag),
    isFigure: true,
  })
  const columns: readonly Column<MessageRate>[] = [
    {
      title: texts.groups[by],
      cell: ({ name }) => (by === 'country' ? nameOf(name) : <code>{name}</code>),
    },
    figure(texts.sent, ({ sent }) => sent),
    figure(texts.right, ({ right }) => right),
    { title: texts.conversion, cell: ({ right, sent }) => shareText(right, sent, tag), isFigure: true },
    figure(texts.delivered, ({ delivered }) => delivered),
    figure(texts.failed, ({ failed }) => failed),
    {
      title: texts.delivery,
      cell: ({ delivered, tracked }) =>
        tracked === 0 ? texts.noReceipts : shareText(delivered, tracked, tag),
      isFigure: true,
    },
  ]
  return (
    <>
      <Group gap="sm" align="flex-end" className="filters">
        <NativeSelect
          label={texts.by}
          value={by}
          onChange={({ currentTarget: { value } }) => to({ by: value === 'prefix' ? '' : value })}
          data={groups.map((value) => ({ value, label: texts.groups[value] }))}
        />
        <NativeSelect
          label={texts.period}
          value={hours}
          onChange={({ currentTarget: { value } }) => to({ hours: value === '24' ? '' : value })}
          data={periods.map((each) => ({ value: String(each), label: hoursText(each) }))}
        />
      </Group>
      <DataTable
        caption={texts.tabs.rates}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ name }) => name}
        columns={columns}
        empty={texts.noRates}
      />
      <Text size="sm" c="dimmed" mt="sm">
        {texts.ratesHint}
      </Text>
    </>
  )
}
