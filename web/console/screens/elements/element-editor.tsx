/** Settings as a form, the review of what they change, and the saving of it. */
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ElementCheck, ElementDetail, Settings } from '../../answers.ts'
import { useMay } from '../../me.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { elementsTexts } from '../../texts/elements.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTexts } from '../../use-texts.ts'
import { ElementForm } from './element-form.tsx'
import { ElementReview } from './element-review.tsx'
import { carriedOver, same } from './own-settings.ts'
import { SavedMeanwhile } from './saved-meanwhile.tsx'

type Edited = Pick<
  ElementDetail,
  | 'fullName'
  | 'title'
  | 'type'
  | 'family'
  | 'description'
  | 'schema'
  | 'own'
  | 'version'
  | 'tier'
  | 'changedBy'
>

export function ElementEditor({
  element,
  isNew = false,
  onSaved,
}: {
  /** As the server has it: what it becomes meanwhile takes nothing away from what was typed. */
  readonly element: Edited
  readonly isNew?: boolean
  readonly onSaved: () => void
}) {
  const texts = useTexts(elementsTexts)
  const isOwner = useMay('owner')
  const isLocked = !isOwner || element.tier !== 'instance'
  const [base, setBase] = useState(element)
  const [title, setTitle] = useState(element.title)
  const [own, setOwn] = useState<Settings>(element.own)
  const [isReviewed, setReviewed] = useState(false)
  const [faults, setFaults] = useState<ElementCheck['faults']>([])
  useEffect(() => focusOn(faults), [faults])
  const parent = useAnswer<ElementDetail>(
    element.type === '' ? undefined : `elements/${encodeURIComponent(element.type)}`,
  )
  if (parent.isLoading) return <Waiting />
  const inherited = {
    effective: parent.data?.effective ?? {},
    origins: parent.data?.origins ?? {},
  }
  const isChanged = isNew || title !== base.title || !same(own, base.own)
  const isStale = element.version !== base.version
  const startFrom = (settings: Settings, name: string) => {
    setBase(element)
    setOwn(settings)
    setTitle(name)
    setFaults([])
  }
  if (isStale && !isChanged) startFrom(element.own, element.title)
  return (
    <Stack className="element-editor">
      {isStale && isChanged && (
        <SavedMeanwhile
          by={element.changedBy}
          keep={() =>
            startFrom(carriedOver(base.own, own, element.own), title === base.title ? element.title : title)
          }
          drop={() => startFrom(element.own, element.title)}
        />
      )}
      <TextInput
        label={texts.titleOf}
        value={title}
        maxLength={128}
        disabled={isLocked}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
      <ElementForm
        schema={element.schema}
        family={element.family}
        own={own}
        inherited={inherited}
        faults={new Map(faults.map(({ pointer, message }) => [pointer ?? '', message]))}
        isLocked={isLocked}
        onChange={setOwn}
      />
      {!isLocked && (
        <Group className="element-foot">
          <Button disabled={!isChanged || isStale} onClick={() => setReviewed(true)}>
            {texts.review}
          </Button>
        </Group>
      )}
      {isReviewed && (
        <ElementReview
          wanted={{
            fullName: element.fullName,
            title,
            type: element.type,
            ...(base.description === undefined ? {} : { description: base.description }),
            settings: own,
          }}
          family={element.family}
          inherited={inherited.effective}
          version={base.version}
          onSaved={onSaved}
          onClose={(found) => {
            setReviewed(false)
            setFaults(found)
          }}
        />
      )}
    </Stack>
  )
}

/** Puts the keyboard on the first setting that is wrong. */
function focusOn(faults: ElementCheck['faults']): void {
  const [first] = faults.flatMap(({ pointer }) => (pointer ? [pointer] : []))
  if (first === undefined) return
  const id = `root${first.replaceAll('/', '_')}`
  const field = document.getElementById(id)
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
