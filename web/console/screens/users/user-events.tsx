import type { AuditItem } from '../../answers.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Link } from '../../parts/link.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTexts } from '../../use-texts.ts'

export function UserEvents(props: { readonly userId: string; readonly events: readonly AuditItem[] }) {
  const texts = useTexts(usersTexts)
  return (
    <>
      <DataTable
        caption={texts.tabs.events}
        asked={{ items: props.events }}
        keyOf={({ id }) => id}
        empty={texts.noEvents}
        columns={[
          { title: texts.when, cell: ({ at }) => <TimeText at={at} /> },
          { title: texts.event, cell: ({ action }) => <code>{action}</code> },
          { title: texts.result, cell: ({ result }) => <StatusBadge status={result} /> },
          { title: texts.by, cell: ({ actor }) => actor || '–' },
          { title: texts.address, cell: ({ address }) => address || '–' },
        ]}
      />
      <p>
        <Link href={hrefOf(['audit'], { user: props.userId })}>{texts.allEvents}</Link>
      </p>
    </>
  )
}
