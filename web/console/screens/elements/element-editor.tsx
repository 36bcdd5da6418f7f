/** Settings as a form, the review of what they change, and the saving of it. */
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ElementDetail, Settings } from '../../answers.ts'
import { useMay } from '../../me.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { elementsTexts } from '../../texts/elements.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTexts } from '../../use-texts.ts'
import { ElementForm } from './element-form.tsx'
import { ElementReview } from './element-review.tsx'
import { same } from './own-settings.ts'

type Edited = Pick<ElementDetail, 'fullName' | 'title' | 'type' | 'schema' | 'own' | 'version' | 'tier'>

export function ElementEditor({
  element,
  isNew = false,
}: {
  readonly element: Edited
  readonly isNew?: boolean
}) {
  const texts = useTexts(elementsTexts)
  const isOwner = useMay('owner')
  const isLocked = !isOwner || element.tier !== 'instance'
  const [title, setTitle] = useState(element.title)
  const [own, setOwn] = useState<Settings>(element.own)
  const [isReviewed, setReviewed] = useState(false)
  const parent = useAnswer<ElementDetail>(
    element.type === '' ? undefined : `elements/${encodeURIComponent(element.type)}`,
  )
  if (parent.isLoading) return <Waiting />
  const inherited = {
    effective: parent.data?.effective ?? {},
    origins: parent.data?.origins ?? {},
  }
  const isChanged = isNew || title !== element.title || !same(own, element.own)
  return (
    <Stack className="element-editor">
      <TextInput
        label={texts.titleOf}
        value={title}
        maxLength={128}
        disabled={isLocked}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
      <ElementForm
        schema={element.schema}
        own={own}
        inherited={inherited}
        isLocked={isLocked}
        onChange={setOwn}
      />
      {!isLocked && (
        <Group className="element-foot">
          <Button disabled={!isChanged} onClick={() => setReviewed(true)}>
            {texts.review}
          </Button>
        </Group>
      )}
      {isReviewed && (
        <ElementReview
          wanted={{ fullName: element.fullName, title, type: element.type, settings: own }}
          version={element.version}
          onClose={() => setReviewed(false)}
        />
      )}
    </Stack>
  )
}
