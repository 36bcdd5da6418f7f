/** Numbers over time, as lines and, for those who do not see them, as a table. */
import { LineChart } from '@mantine/charts'
import { Text, Title } from '@mantine/core'
import { Nothing } from '../../parts/data-table.tsx'
import { partTexts } from '../../texts/parts.ts'
import { todayTexts } from '../../texts/today.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'

type Series = { readonly name: string; readonly label: string; readonly color: string }

type Point = { readonly at: number; readonly [name: string]: number }

export function TimeChart(props: {
  readonly title: string
  readonly empty: string
  readonly points: readonly Point[]
  readonly series: readonly Series[]
}) {
  const texts = useTexts(partTexts)
  const { time } = useTexts(todayTexts)
  const tag = useLanguageTag()
  const { points, series, title } = props
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)
  const format = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    ...(span > 26 * 3_600_000 ? { day: 'numeric', month: 'numeric' } : {}),
  })
  const rows = points.map((point) => ({ ...point, time: format.format(point.at) }))
  const isEmpty = points.every((point) => series.every(({ name }) => !point[name]))
  return (
    <section className="panel">
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {isEmpty ? (
        <Nothing text={props.empty} />
      ) : (
        <>
          <LineChart
            h={220}
            data={rows}
            dataKey="time"
            series={[...series]}
            curveType="linear"
            yAxisProps={{ allowDecimals: false }}
            withDots={false}
            withLegend
            strokeWidth={2}
            tickLine="none"
            gridAxis="x"
            aria-hidden
            lineChartProps={{ accessibilityLayer: false }}
          />
          <details className="as-table">
            <summary>{texts.asTable}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
            <section tabIndex={0} aria-label={title}>
              <table>
                <thead>
                  <tr>
                    <th>{time}</th>
                    {series.map(({ name, label }) => (
                      <th key={name}>{label}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {points.map((point) => (
                    <tr key={point.at}>
                      <td>{format.format(point.at)}</td>
                      {series.map(({ name }) => (
                        <td key={name}>
                          <Text span size="sm">
                            {point[name]?.toLocaleString(tag)}
                          </Text>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </details>
        </>
      )}
    </section>
  )
}
