/** Every element by family, as a tree of names. */
import { Badge, TextInput, Title } from '@mantine/core'
import type { ElementItem } from '../../answers.ts'
import { For } from '../../me.tsx'
import { DataTable, Nothing, Waiting } from '../../parts/data-table.tsx'
import { Filters } from '../../parts/filters.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Link } from '../../parts/link.tsx'
import { Problem } from '../../parts/problem.tsx'
import { hrefOf, usePlace } from '../../place.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTexts } from '../../use-texts.ts'

type Asked = {
  readonly data: { readonly items: readonly ElementItem[] } | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

export function ElementList({ asked }: { readonly asked: Asked }) {
  const texts = useTexts(elementsTexts)
  const { clear } = useTexts(usersTexts)
  const wish = usePlace().query.get('find') ?? ''
  return (
    <Frame
      title={texts.title}
      hint={texts.hint}
      actions={
        <For least="owner">
          <Link className="as-button" href={hrefOf(['elements', 'new'])}>
            {texts.new}
          </Link>
        </For>
      }
    >
      <Filters label={texts.find} clear={clear}>
        <TextInput type="search" name="find" label={texts.name} defaultValue={wish} maxLength={64} />
      </Filters>
      {asked.error ? (
        <Problem error={asked.error} again={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Waiting />
      ) : (
        <Families elements={matching(asked.data.items, wish)} />
      )}
    </Frame>
  )
}

function Families({ elements }: { readonly elements: readonly ElementItem[] }) {
  const texts = useTexts(elementsTexts)
  const families = Map.groupBy(elements, ({ family }) => family)
  if (families.size === 0) return <Nothing text={texts.empty} />
  return [...families].map(([family, members]) => (
    <section key={family} className="part">
      <Title order={2} size="h5" mb="xs" className="element-family">
        {family}
      </Title>
      <DataTable
        caption={family}
        asked={{ items: inTree(members) }}
        keyOf={({ fullName }) => fullName}
        empty={texts.empty}
        columns={[
          {
            title: texts.name,
            cell: (element) => (
              <span className="branch" data-tier={element.tier}>
                <Link href={hrefOf(['elements', element.fullName])}>{element.fullName}</Link>
              </span>
            ),
          },
          { title: texts.titleOf, cell: ({ title }) => title || '–' },
          { title: texts.type, cell: ({ type }) => (type ? <code>{type}</code> : '–') },
          {
            title: texts.source,
            cell: ({ tier, source }) => (
              <>
                <Badge color={source === 'console' ? 'blue' : 'gray'}>
                  {texts.sources[source] ?? source}
                </Badge>{' '}
                {texts.tiers[tier]}
              </>
            ),
          },
        ]}
      />
    </section>
  ))
}

function matching(elements: readonly ElementItem[], wish: string): readonly ElementItem[] {
  const words = wish.toLowerCase()
  return elements.filter(({ fullName, title }) => `${fullName}\n${title}`.toLowerCase().includes(words))
}

/** Each Type is followed by its Instances. */
function inTree(members: readonly ElementItem[]): ElementItem[] {
  const path = (element: ElementItem) =>
    element.tier === 'instance' ? `${element.type} ${element.fullName}` : element.fullName
  const ranks = { meta: 0, type: 1, instance: 1 }
  return members.toSorted((a, b) => ranks[a.tier] - ranks[b.tier] || path(a).localeCompare(path(b)))
}
