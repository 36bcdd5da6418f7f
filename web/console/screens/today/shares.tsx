/** Messages by country and by SMS service, as bars and figures. */
import { BarChart } from '@mantine/charts'
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { TodayFacts } from '../../answers.ts'
import { useCountryNames } from '../../parts/country-name.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { shareText } from '../../parts/share-text.ts'
import { todayTexts } from '../../texts/today.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'

const mostBars = 8

export function ByCountry({ countries }: { readonly countries: TodayFacts['byCountry'] }) {
  const texts = useTexts(todayTexts)
  const tag = useLanguageTag()
  const nameOf = useCountryNames()
  const columns: readonly Column<TodayFacts['byCountry'][number]>[] = [
    { title: texts.country, cell: ({ country }) => nameOf(country) },
    { title: texts.sent, cell: ({ sent }) => sent.toLocaleString(tag), isFigure: true },
    {
      title: texts.delivery,
      cell: ({ delivered, tracked }) =>
        tracked === 0 ? texts.noReceipts : shareText(delivered, tracked, tag),
      isFigure: true,
    },
    { title: texts.conversion, cell: ({ right, sent }) => shareText(right, sent, tag), isFigure: true },
  ]
  return (
    <Shares
      title={texts.byCountry}
      rows={countries.map((each) => ({ ...each, name: nameOf(each.country) }))}
      series={[
        { name: 'sent', label: texts.sent, color: 'var(--chart-good)' },
        { name: 'right', label: texts.right, color: 'var(--chart-fine)' },
      ]}
    >
      <DataTable
        caption={texts.byCountry}
        asked={{ items: countries }}
        keyOf={({ country }) => country}
        columns={columns}
        empty={texts.noSends}
      />
    </Shares>
  )
}

export function ByVendor({ vendors }: { readonly vendors: TodayFacts['byVendor'] }) {
  const texts = useTexts(todayTexts)
  const tag = useLanguageTag()
  return (
    <Shares
      title={texts.byVendor}
      rows={vendors.map(({ vendor, sent, delivered, failed }) => ({ name: vendor, sent, delivered, failed }))}
      series={[
        { name: 'sent', label: texts.sent, color: 'var(--chart-good)' },
        { name: 'delivered', label: texts.delivered, color: 'var(--chart-fine)' },
        { name: 'failed', label: texts.failed, color: 'var(--chart-bad)' },
      ]}
    >
      <DataTable
        caption={texts.byVendor}
        asked={{ items: vendors }}
        keyOf={({ vendor }) => vendor}
        columns={[
          { title: texts.vendor, cell: ({ vendor }) => <code>{vendor}</code> },
          { title: texts.sent, cell: ({ sent }) => sent.toLocaleString(tag), isFigure: true },
          {
            title: texts.delivery,
            cell: ({ delivered, sent, hasReceipts }) =>
              hasReceipts ? shareText(delivered, sent, tag) : texts.noReceipts,
            isFigure: true,
          },
          {
            title: texts.failed,
            cell: ({ failed, hasReceipts }) => (hasReceipts ? failed.toLocaleString(tag) : '–'),
            isFigure: true,
          },
        ]}
        empty={texts.noSends}
      />
    </Shares>
  )
}

function Shares(props: {
  readonly title: string
  readonly rows: readonly Record<string, string | number>[]
  readonly series: readonly { readonly name: string; readonly label: string; readonly color: string }[]
  readonly children: ReactNode
}) {
  return (
    <section className="panel">
      <Title order={2} size="h5" mb="sm">
        {props.title}
      </Title>
      {props.rows.length > 0 && (
        <BarChart
          h={180}
          mb="md"
          data={props.rows.slice(0, mostBars)}
          dataKey="name"
          series={[...props.series]}
          withLegend
          tickLine="none"
          gridAxis="x"
          maxBarWidth={28}
          yAxisProps={{ allowDecimals: false }}
          aria-hidden
          barChartProps={{ accessibilityLayer: false }}
        />
      )}
      {props.children}
    </section>
  )
}
