/** Requests for another number in place of a lost one; those that are open, unless others are asked for. */
import { NativeSelect } from '@mantine/core'
import type { RecoveryItem } from '../../answers.ts'
import type { Column } from '../../parts/data-table.tsx'
import { Filters } from '../../parts/filters.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Link } from '../../parts/link.tsx'
import { PagedList } from '../../parts/paged-list.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf, usePlace } from '../../place.ts'
import { recoveriesTexts } from '../../texts/recoveries.ts'
import { useTexts } from '../../use-texts.ts'

const any = 'any'

export function Recoveries() {
  const texts = useTexts(recoveriesTexts)
  const { query } = usePlace()
  const state = query.get('state') ?? 'open'
  const columns: readonly Column<RecoveryItem>[] = [
    {
      title: texts.user,
      cell: ({ id, nick }) => <Link href={hrefOf(['recoveries', id])}>{nick || texts.unnamed}</Link>,
    },
    { title: texts.oldNumber, cell: ({ oldPhone }) => <span className="plain-figure">{oldPhone}</span> },
    { title: texts.newNumber, cell: ({ newPhone }) => <span className="plain-figure">{newPhone}</span> },
    {
      title: texts.state,
      cell: (one) => <StatusBadge status={one.state} text={texts.states[one.state]} />,
    },
    { title: texts.askedAt, cell: ({ askedAt }) => <TimeText at={askedAt} /> },
    { title: texts.notBefore, cell: ({ dueAt }) => <TimeText at={dueAt} /> },
  ]
  return (
    <Frame title={texts.title} hint={texts.hint}>
      <Filters label={texts.filter} clear={texts.clear}>
        <NativeSelect
          name="state"
          label={texts.state}
          defaultValue={state}
          data={[
            { value: 'open', label: texts.open },
            ...Object.entries(texts.states).map(([value, label]) => ({ value, label })),
            { value: any, label: texts.any },
          ]}
        />
      </Filters>
      <PagedList
        path="recoveries"
        query={{ state: state === any ? undefined : state }}
        caption={texts.title}
        columns={columns}
        keyOf={({ id }) => id}
        empty={texts.empty}
        emptyHint={texts.emptyHint}
      />
    </Frame>
  )
}
