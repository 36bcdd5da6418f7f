/** What messages cost today, and which prefixes of numbers are closed. */
import { Progress, Text, Title } from '@mantine/core'
import type { TodayFacts } from '../../answers.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { todayTexts } from '../../texts/today.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'

const nearlyAll = 0.8

export function Spend({ budgets }: { readonly budgets: TodayFacts['budgets'] }) {
  const texts = useTexts(todayTexts)
  const tag = useLanguageTag()
  return (
    <section className="panel">
      <Title order={2} size="h5" mb="sm">
        {texts.budgets}
      </Title>
      <DataTable
        caption={texts.budgets}
        asked={{ items: budgets }}
        keyOf={({ element }) => element}
        empty={texts.noBudgets}
        columns={[
          { title: texts.element, cell: ({ element }) => <code>{element}</code> },
          { title: texts.spent, cell: ({ spent }) => spent.toLocaleString(tag), isFigure: true },
          {
            title: texts.daily,
            cell: ({ daily }) => (daily === null ? texts.unlimited : daily.toLocaleString(tag)),
            isFigure: true,
          },
          {
            title: '%',
            cell: ({ element, spent, daily }) =>
              daily === null || daily === 0 ? null : (
                <Progress
                  className="spend-bar"
                  value={Math.min(100, (spent / daily) * 100)}
                  color={spent >= daily * nearlyAll ? 'red' : 'blue'}
                  aria-label={element}
                />
              ),
          },
        ]}
      />
    </section>
  )
}

export function ClosedPrefixes({ prefixes }: { readonly prefixes: TodayFacts['closedPrefixes'] }) {
  const texts = useTexts(todayTexts)
  return (
    <section className="panel">
      <Title order={2} size="h5">
        {texts.closed}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.closedHint}
      </Text>
      <DataTable
        caption={texts.closed}
        asked={{ items: prefixes }}
        keyOf={({ prefix }) => prefix}
        empty={texts.noClosed}
        columns={[
          { title: texts.prefix, cell: ({ prefix }) => <code>{prefix}</code> },
          { title: texts.until, cell: ({ until }) => <TimeText at={until} /> },
        ]}
      />
    </section>
  )
}
