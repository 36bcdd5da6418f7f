/** Users, by what is known of them. */
import { NativeSelect, TextInput } from '@mantine/core'
import type { UserItem } from '../../answers.ts'
import { For } from '../../me.tsx'
import type { Column } from '../../parts/data-table.tsx'
import { Filters } from '../../parts/filters.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Link } from '../../parts/link.tsx'
import { PagedList } from '../../parts/paged-list.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf, usePlace } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTexts } from '../../use-texts.ts'
import { NewUser } from './new-user.tsx'

const filterNames = ['name', 'phone', 'id', 'status'] as const

export function Users() {
  const texts = useTexts(usersTexts)
  const { query } = usePlace()
  const columns: readonly Column<UserItem>[] = [
    {
      title: texts.nick,
      cell: ({ userId, nick }) => (
        <>
          <Link href={hrefOf(['users', userId])}>{nick || texts.unnamed}</Link>
          <code className="id under">{userId}</code>
        </>
      ),
    },
    { title: texts.phone, cell: ({ phone }) => <span className="plain-figure">{phone || '–'}</span> },
    { title: texts.username, cell: ({ username }) => username || '–' },
    {
      title: texts.status,
      cell: ({ status }) => <StatusBadge status={status} text={texts.statuses[status] ?? status} />,
    },
    { title: texts.lastLogin, cell: ({ lastLoginAt }) => <TimeText at={lastLoginAt} /> },
    { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  ]
  const given = Object.fromEntries(filterNames.map((name) => [name, query.get(name) ?? undefined]))
  return (
    <Frame
      title={texts.title}
      hint={texts.hint}
      actions={
        <For least="operator">
          <Link className="as-button" href={hrefOf(['users', 'transfer'])}>
            {texts.transfer}
          </Link>
          <NewUser />
        </For>
      }
    >
      <Filters label={texts.search} clear={texts.clear}>
        <TextInput
          type="search"
          name="name"
          label={texts.name}
          defaultValue={given.name}
          maxLength={64}
          autoComplete="off"
        />
        <TextInput
          name="phone"
          label={texts.phone}
          defaultValue={given.phone}
          maxLength={32}
          autoComplete="off"
          inputMode="tel"
        />
        <TextInput name="id" label={texts.id} defaultValue={given.id} maxLength={64} autoComplete="off" />
        <NativeSelect
          name="status"
          label={texts.status}
          defaultValue={given.status ?? ''}
          data={[
            { value: '', label: texts.any },
            { value: 'active', label: texts.statuses.active ?? '' },
            { value: 'disabled', label: texts.statuses.disabled ?? '' },
          ]}
        />
      </Filters>
      <PagedList
        path="users"
        query={given}
        caption={texts.title}
        columns={columns}
        keyOf={({ userId }) => userId}
        empty={texts.empty}
        emptyHint={texts.emptyHint}
      />
    </Frame>
  )
}
