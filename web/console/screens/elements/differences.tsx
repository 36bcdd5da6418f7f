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
            <del>
              <Value value={before} inherited={valueAt(inherited, pointer)} />
            </del>
          ),
        },
        {
          title: texts.after,
          cell: ({ pointer, after }) => (
            <ins>
              <Value value={after} inherited={valueAt(inherited, pointer)} />
            </ins>
          ),
        },
      ]}
    />
  )
}

function Value({ value, inherited }: { readonly value: unknown; readonly inherited: unknown }) {
  const texts = useTexts(elementsTexts)
  if (isMark(value)) return value.variable ?? texts.hidden
  if (value !== undefined) return textOf(value) || '""'
  if (inherited === undefined) return texts.nothingSet
  return (
    <>
      {isMark(inherited) ? texts.hidden : textOf(inherited)}{' '}
      <Text span size="xs" c="dimmed">
        {texts.inherited}
      </Text>
    </>
  )
}
