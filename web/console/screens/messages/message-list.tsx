/** Single messages, newest first. */
import { NativeSelect, TextInput } from '@mantine/core'
import type { MessageItem } from '../../answers.ts'
import { CountryName } from '../../parts/country-name.tsx'
import type { Column } from '../../parts/data-table.tsx'
import { Filters } from '../../parts/filters.tsx'
import { momentOf } from '../../parts/moment-of.ts'
import { PagedList } from '../../parts/paged-list.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { usePlace } from '../../place.ts'
import { messagesTexts } from '../../texts/messages.ts'
import { useTexts } from '../../use-texts.ts'

const states = ['queued', 'sent', 'delivered', 'undelivered'] as const

export function MessageList() {
  const texts = useTexts(messagesTexts)
  const { query } = usePlace()
  const given = (name: string) => query.get(name) ?? undefined
  const filters = {
    state: given('state'),
    element: given('element'),
    country: given('country')?.toUpperCase(),
    from: momentOf(given('from')),
    to: momentOf(given('to')),
  }
  const columns: readonly Column<MessageItem>[] = [
    { title: texts.at, cell: ({ at }) => <TimeText at={at} /> },
    {
      title: texts.phone,
      cell: ({ phone, country }) => (
        <>
          <span className="plain-figure">{phone}</span>
          <span className="under">
            <CountryName country={country} />
          </span>
        </>
      ),
    },
    { title: texts.purpose, cell: ({ purpose }) => <code>{purpose}</code> },
    { title: texts.service, cell: ({ element }) => <code>{element}</code> },
    {
      title: texts.state,
      cell: ({ state }) => (
        <span title={state === 'queued' ? texts.queuedHint : undefined}>
          <StatusBadge status={state} text={texts.states[state] ?? state} />
        </span>
      ),
    },
    { title: texts.reason, cell: ({ reason }) => <span className="long-cell">{reason || '–'}</span> },
    { title: texts.changed, cell: ({ changedAt }) => <TimeText at={changedAt} /> },
  ]
  return (
    <>
      <Filters label={texts.filter} clear={texts.clear}>
        <NativeSelect
          name="state"
          label={texts.state}
          defaultValue={filters.state ?? ''}
          data={[
            { value: '', label: texts.any },
            ...states.map((value) => ({ value, label: texts.states[value] ?? value })),
          ]}
        />
        <TextInput
          type="search"
          name="element"
          label={texts.service}
          placeholder="SMS.main"
          defaultValue={filters.element}
          maxLength={200}
          autoComplete="off"
        />
        <TextInput
          name="country"
          label={texts.country}
          placeholder="CN"
          title={texts.countryHint}
          pattern="[A-Za-z]{2}"
          defaultValue={filters.country}
          maxLength={2}
          autoComplete="off"
        />
        <TextInput name="from" type="datetime-local" label={texts.from} defaultValue={given('from')} />
        <TextInput name="to" type="datetime-local" label={texts.to} defaultValue={given('to')} />
      </Filters>
      <PagedList
        path="messages"
        query={filters}
        caption={texts.title}
        columns={columns}
        keyOf={({ id }) => id}
        empty={texts.empty}
        emptyHint={texts.emptyHint}
      />
    </>
  )
}
