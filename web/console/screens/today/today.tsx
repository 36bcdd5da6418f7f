/** How it goes: logins, messages, what they cost, what is closed. */
import { NativeSelect } from '@mantine/core'
import type { TodayFacts } from '../../answers.ts'
import { Waiting } from '../../parts/data-table.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Problem } from '../../parts/problem.tsx'
import { shareText } from '../../parts/share-text.ts'
import { goTo, hrefOf, usePlace } from '../../place.ts'
import { todayTexts } from '../../texts/today.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'
import { ByCountry, ByVendor } from './shares.tsx'
import { ClosedPrefixes, Spend } from './spend.tsx'
import { TimeChart } from './time-chart.tsx'

const periods = [24, 72, 168] as const

export function Today() {
  const texts = useTexts(todayTexts)
  const { path, query } = usePlace()
  const { inTenant } = useTenant()
  const hours = periods.find((each) => String(each) === query.get('hours')) ?? 24
  const { data, error, refetch } = useAnswer<TodayFacts>(inTenant('today', { hours }), { keep: true })
  return (
    <Frame
      title={texts.title}
      actions={
        <NativeSelect
          aria-label={texts.period}
          value={hours}
          onChange={({ currentTarget: { value } }) =>
            goTo(hrefOf(path, { hours: value === '24' ? '' : value }), { replace: true })
          }
          data={periods.map((each) => ({ value: String(each), label: texts.hours(each) }))}
        />
      }
    >
      {error !== null ? (
        <Problem error={error} again={() => void refetch()} />
      ) : data === undefined ? (
        <Waiting />
      ) : (
        <Facts facts={data} />
      )}
    </Frame>
  )
}

function Facts({ facts }: { readonly facts: TodayFacts }) {
  const texts = useTexts(todayTexts)
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
  const logins = sum(facts.logins.map(({ success }) => success))
  const failures = sum(facts.logins.map(({ failed }) => failed))
  const sends = sum(facts.sends.map(({ sent }) => sent))
  const telling = facts.byVendor.filter(({ hasReceipts }) => hasReceipts)
  const tracked = sum(telling.map(({ sent }) => sent))
  const delivered = sum(telling.map((each) => each.delivered))
  const ofCountries = sum(facts.byCountry.map(({ sent }) => sent))
  const right = sum(facts.byCountry.map((each) => each.right))
  return (
    <>
      <dl className="figures">
        <Figure name={texts.logins} value={logins} />
        <Figure name={texts.failures} value={failures} />
        <Figure name={texts.sends} hint={texts.sendsHint} value={sends} />
        <Figure name={texts.conversion} hint={texts.conversionHint} value={right} of={ofCountries} />
        <Figure
          name={texts.delivery}
          hint={texts.deliveryHint}
          value={delivered}
          of={tracked}
          {...(sends > 0 ? { none: texts.noReceipts } : {})}
        />
        <Figure name={texts.sessions} value={facts.activeSessions} />
      </dl>
      <div className="columns">
        <TimeChart
          title={texts.byHour}
          empty={texts.noLogins}
          points={facts.logins}
          series={[
            { name: 'success', label: texts.succeeded, color: 'var(--chart-good)' },
            { name: 'failed', label: texts.failed, color: 'var(--chart-bad)' },
          ]}
        />
        <TimeChart
          title={texts.sendsByHour}
          empty={texts.noSends}
          points={facts.sends}
          series={[
            { name: 'sent', label: texts.sent, color: 'var(--chart-good)' },
            { name: 'delivered', label: texts.delivered, color: 'var(--chart-fine)' },
            { name: 'failed', label: texts.failed, color: 'var(--chart-bad)' },
          ]}
        />
        <ByCountry countries={facts.byCountry} />
        <ByVendor vendors={facts.byVendor} />
        <Spend budgets={facts.budgets} />
        <ClosedPrefixes prefixes={facts.closedPrefixes} />
      </div>
    </>
  )
}

function Figure(props: {
  readonly name: string
  readonly value: number
  /** A share of this instead of a number. */
  readonly of?: number
  /** Instead of a share of nothing. */
  readonly none?: string
  readonly hint?: string
}) {
  const tag = useLanguageTag()
  const { value, of, none } = props
  const isNone = of === 0 && none !== undefined
  const text = of === undefined ? value.toLocaleString(tag) : shareText(value, of, tag, 1)
  return (
    <div className="panel" title={props.hint}>
      <dt>{props.name}</dt>
      <dd {...(isNone ? { className: 'in-words' } : {})}>{isNone ? none : text}</dd>
    </div>
  )
}
