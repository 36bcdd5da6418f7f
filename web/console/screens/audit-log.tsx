/** What happened, by whom, and how it ended. */
import { TextInput } from '@mantine/core'
import type { AuditItem } from '../answers.ts'
import type { Column } from '../parts/data-table.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { Filters } from '../parts/filters.tsx'
import { Frame } from '../parts/frame.tsx'
import { Link } from '../parts/link.tsx'
import { momentOf } from '../parts/moment-of.ts'
import { PagedList } from '../parts/paged-list.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { textOf } from '../parts/text-of.ts'
import { TimeText } from '../parts/time-text.tsx'
import { hrefOf, usePlace } from '../place.ts'
import { auditTexts } from '../texts/audit.ts'
import { useTexts } from '../use-texts.ts'

const fields = [
  'at',
  'action',
  'result',
  'actor',
  'userId',
  'clientId',
  'address',
  'subject',
  'detail',
  'times',
] as const

export function AuditLog() {
  const texts = useTexts(auditTexts)
  const { query } = usePlace()
  const given = (name: string) => query.get(name) ?? undefined
  const filters = {
    action: given('action'),
    result: given('result'),
    user: given('user'),
    actor: given('actor'),
    from: momentOf(given('from')),
    to: momentOf(given('to')),
  }
  const columns: readonly Column<AuditItem>[] = [
    { title: texts.when, cell: ({ at }) => <TimeText at={at} /> },
    { title: texts.action, cell: ({ action }) => <code>{action}</code> },
    {
      title: texts.result,
      cell: ({ result, times }) => (
        <>
          <StatusBadge status={result} />
          {typeof times === 'number' && <span className="under">× {times}</span>}
        </>
      ),
    },
    {
      title: texts.actor,
      cell: ({ actor, address }) => (
        <>
          <span className="short" title={actor ?? undefined}>
            {actor || '–'}
          </span>
          {address && <span className="under">{address}</span>}
        </>
      ),
    },
    {
      title: texts.user,
      cell: ({ userId }) =>
        userId ? (
          <Link href={hrefOf(['users', userId])}>
            <code className="id short">{userId}</code>
          </Link>
        ) : (
          '–'
        ),
    },
    {
      title: texts.subject,
      cell: ({ subject, detail }) => (
        <>
          <span className="long-cell">{subject || (detail ? '' : '–')}</span>
          {textOf(detail) !== '' && <span className="under long-cell">{textOf(detail)}</span>}
        </>
      ),
    },
  ]
  return (
    <Frame
      title={texts.title}
      hint={texts.hint}
      actions={
        <ExportButton<AuditItem>
          path="audit"
          query={filters}
          fields={fields}
          fileName="audit.csv"
          texts={texts}
        />
      }
    >
      <Filters label={texts.filter} clear={texts.clear}>
        <TextInput
          type="search"
          name="action"
          label={texts.action}
          defaultValue={filters.action}
          maxLength={64}
        />
        <TextInput name="result" label={texts.result} defaultValue={filters.result} maxLength={64} />
        <TextInput name="user" label={texts.user} defaultValue={filters.user} maxLength={64} />
        <TextInput name="actor" label={texts.actor} defaultValue={filters.actor} maxLength={64} />
        <TextInput name="from" type="datetime-local" label={texts.from} defaultValue={given('from')} />
        <TextInput name="to" type="datetime-local" label={texts.to} defaultValue={given('to')} />
      </Filters>
      <PagedList
        path="audit"
        query={filters}
        caption={texts.title}
        columns={columns}
        keyOf={({ id }) => id}
        empty={texts.empty}
      />
    </Frame>
  )
}
