/** A list in columns, with what is there while it is asked for, when it is empty and when it failed. */
import { Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { partTexts } from '../texts/parts.ts'
import { useTexts } from '../use-texts.ts'
import { Problem } from './problem.tsx'

export type Column<Item> = {
  /** Empty over what can be done with an item. */
  readonly title: string
  readonly cell: (item: Item) => ReactNode
  /** Figures stand at the end of their column. */
  readonly isFigure?: boolean
}

type Asked<Item> = {
  readonly items: readonly Item[] | undefined
  readonly error?: unknown
  readonly again?: () => void
}

export function DataTable<Item>(props: {
  readonly caption: string
  readonly columns: readonly Column<Item>[]
  readonly asked: Asked<Item>
  readonly keyOf: (item: Item) => string
  readonly empty: string
  readonly emptyHint?: string
}) {
  const texts = useTexts(partTexts)
  const { items, error, again } = props.asked
  if (error) return <Problem error={error} {...(again === undefined ? {} : { again })} />
  if (items === undefined) return <Waiting />
  if (items.length === 0) return <Nothing text={props.empty} hint={props.emptyHint} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className="table-frame" tabIndex={0} aria-label={props.caption}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {props.columns.map(({ title, isFigure }) => (
              <Table.Th key={title} className={isFigure ? 'figure' : undefined}>
                {title === '' ? <VisuallyHidden>{texts.actions}</VisuallyHidden> : title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={props.keyOf(item)}>
              {props.columns.map(({ title, cell, isFigure }) => (
                <Table.Td key={title} className={isFigure ? 'figure' : undefined}>
                  {cell(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

export function Nothing({ text, hint }: { readonly text: string; readonly hint?: string | undefined }) {
  return (
    <div className="nothing">
      <Text fw={550}>{text}</Text>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
    </div>
  )
}

const lines = [1, 2, 3, 4, 5, 6]

export function Waiting() {
  const texts = useTexts(partTexts)
  return (
    <Stack gap="sm" role="status" aria-label={texts.loading}>
      {lines.map((line) => (
        <Skeleton key={line} height={34} radius="sm" />
      ))}
    </Stack>
  )
}
