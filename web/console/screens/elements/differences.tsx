/** What a change of an element changes, setting by setting, with what is inherited where it has no value of its own. */
import { Text } from '@mantine/core'
import { useContext } from 'react'
import type { ElementCheck, Settings } from '../../answers.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { textOf } from '../../parts/text-of.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { LanguageContext, useTexts } from '../../use-texts.ts'
import { isMark, valueAt } from './own-settings.ts'
import { titleOfPointer } from './setting-texts.ts'

export function Differences(props: {
  readonly differences: ElementCheck['diff']
  readonly family: string
  readonly inherited: Settings
}) {
  const texts = useTexts(elementsTexts)
  const { language } = useContext(LanguageContext)
  const { differences, family, inherited } = props
  return (
    <DataTable
      caption={texts.reviewTitle}
      asked={{ items: differences }}
      keyOf={({ pointer }) => pointer}
      empty={texts.noChange}
      columns={[
        {
          title: texts.setting,
          cell: ({ pointer }) => (
            <>
              {titleOfPointer(pointer, family, language) ?? texts.parts[pointer]}
              <code className="element-pointer">{pointer}</code>
            </>
          ),
        },
        {
          title: texts.before,
          cell: ({ pointer, before }) => (
            <Value tag="del" value={before} inherited={valueAt(inherited, pointer)} />
          ),
        },
        {
          title: texts.after,
          cell: ({ pointer, after }) => (
            <Value tag="ins" value={after} inherited={valueAt(inherited, pointer)} />
          ),
        },
      ]}
    />
  )
}

function Value(props: {
  readonly tag: 'del' | 'ins'
  readonly value: unknown
  /** Of an element without a value of its own. */
  readonly inherited: unknown
}) {
  const texts = useTexts(elementsTexts)
  const { tag: Tag, value, inherited } = props
  const isInherited = value === undefined && inherited !== undefined
  const seen = isInherited ? inherited : value
  return (
    <>
      <Tag>
        {isMark(seen)
          ? (seen.variable ?? texts.hidden)
          : textOf(seen) || (seen === '' ? '""' : texts.nothingSet)}
      </Tag>
      {isInherited && (
        <Text span size="xs" c="dimmed">
          {' '}
          {texts.inherited}
        </Text>
      )}
    </>
  )
}
