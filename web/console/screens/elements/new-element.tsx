/** A new element: what it is of and what it is called, then its settings. */
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ElementDetail, ElementItem } from '../../answers.ts'
import { useMay } from '../../me.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useSubmit } from '../../parts/use-submit.ts'
import { goTo, hrefOf } from '../../place.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTexts } from '../../use-texts.ts'
import { NotHere } from '../not-here.tsx'
import { ElementEditor } from './element-editor.tsx'

type Named = { readonly type: string; readonly fullName: string; readonly title: string }

export function NewElement({ elements }: { readonly elements: readonly ElementItem[] }) {
  const texts = useTexts(elementsTexts)
  const [named, setNamed] = useState<Named>()
  const { submit } = useSubmit(async ({ type = '', fullName = '', title = '' }) =>
    setNamed({ type, fullName: fullName.trim(), title: title.trim() }),
  )
  const isOwner = useMay('owner')
  if (!isOwner) return <NotHere />
  const types = elements.filter(({ tier }) => tier !== 'instance')
  return (
    <Frame
      title={named?.fullName ?? texts.new}
      hint={named === undefined ? texts.newHint : named.type}
      up={{ title: texts.title, href: hrefOf(['elements']) }}
    >
      {named !== undefined ? (
        <SettingsOf named={named} />
      ) : (
        <form onSubmit={submit}>
          <Stack className="element-editor" align="stretch">
            <NativeSelect name="type" label={texts.type} data={types.map(({ fullName }) => fullName)} />
            <TextInput
              name="fullName"
              label={texts.name}
              description={texts.nameHint}
              required
              withAsterisk={false}
              maxLength={255}
            />
            <TextInput name="title" label={texts.titleOf} required withAsterisk={false} maxLength={128} />
            <Button type="submit" className="at-start">
              {texts.next}
            </Button>
          </Stack>
        </form>
      )}
    </Frame>
  )
}

function SettingsOf({ named }: { readonly named: Named }) {
  const { data, error, refetch } = useAnswer<ElementDetail>(`elements/${encodeURIComponent(named.type)}`)
  if (error !== null) return <Problem error={error} again={() => void refetch()} />
  if (data === undefined) return <Waiting />
  return (
    <ElementEditor
      element={{
        ...named,
        family: data.family,
        schema: data.schema,
        own: {},
        version: 0,
        tier: 'instance',
      }}
      isNew
      onSaved={() => goTo(hrefOf(['elements', named.fullName]), { replace: true })}
    />
  )
}
