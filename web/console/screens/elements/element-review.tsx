/** What a change of an element would do, as the server sees it; then the change itself. */
import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { callAdmin, isRefused } from '../../admin-server.ts'
import type { ElementCheck, Settings } from '../../answers.ts'
import { answers } from '../../answers-cache.ts'
import { Waiting } from '../../parts/data-table.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useSubmit } from '../../parts/use-submit.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { partTexts } from '../../texts/parts.ts'
import { LanguageContext, useTexts } from '../../use-texts.ts'
import { Differences } from './differences.tsx'
import { titleOfPointer } from './setting-texts.ts'

type Wanted = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly description?: string
  readonly settings: Settings
}

type Reviewed = {
  readonly wanted: Wanted
  readonly family: string
  /** What settings that the element does not have are. */
  readonly inherited: Settings
}

export function ElementReview(
  props: Reviewed & {
    readonly version: number
    readonly onSaved: () => void
    /** With what is wrong. */
    readonly onClose: (faults: ElementCheck['faults']) => void
  },
) {
  const texts = useTexts(elementsTexts)
  const { cancel, close } = useTexts(partTexts)
  const { wanted, version, onSaved, onClose } = props
  const { fullName, ...body } = wanted
  const checked = useQuery({
    queryKey: ['check', wanted],
    queryFn: () => callAdmin<ElementCheck>('POST', 'elements/check', wanted),
    gcTime: 0,
  })
  const faults = checked.data?.faults ?? []
  const leave = () => onClose(faults)
  const { submit, busy, error } = useSubmit(async () => {
    try {
      await callAdmin('PUT', `elements/${encodeURIComponent(fullName)}`, { ...body, version })
    } catch (refused) {
      // The editor says what the other one has saved, and keeps what was typed here.
      if (isRefused(refused, 'ELEMENT_CHANGED')) await answers.refresh()
      throw refused
    }
    notifications.show({ message: texts.saved(fullName), color: 'green', withBorder: true })
    await answers.refresh()
    onSaved()
  })
  const canSave =
    error === undefined && checked.data !== undefined && faults.length === 0 && checked.data.diff.length > 0
  return (
    <Modal
      opened
      onClose={leave}
      size="xl"
      title={texts.reviewTitle}
      returnFocus={faults.length === 0}
      closeButtonProps={{ 'aria-label': close }}
    >
      <form onSubmit={submit}>
        <Stack>
          {checked.error !== null ? (
            <Problem error={checked.error} again={() => void checked.refetch()} />
          ) : checked.data === undefined ? (
            <Waiting />
          ) : (
            <Checked found={checked.data} {...props} />
          )}
          {error !== undefined && <Problem error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={leave}>
              {faults.length === 0 ? cancel : texts.mend}
            </Button>
            <Button type="submit" loading={busy} disabled={!canSave}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Checked(props: Reviewed & { readonly found: ElementCheck }) {
  const texts = useTexts(elementsTexts)
  const { found, family, inherited } = props
  return (
    <>
      <Notes title={texts.faults} colour="red" notes={found.faults} family={family} />
      <Notes title={texts.warnings} colour="yellow" notes={found.warnings} family={family} />
      <Differences differences={found.diff} family={family} inherited={inherited} />
    </>
  )
}

function Notes(props: {
  readonly title: string
  readonly colour: string
  readonly notes: ElementCheck['faults']
  readonly family: string
}) {
  const { language } = useContext(LanguageContext)
  if (props.notes.length === 0) return null
  return (
    <Alert color={props.colour} title={props.title}>
      <List size="sm">
        {props.notes.map(({ place, pointer, message }) => (
          <List.Item key={`${place}${pointer}${message}`}>
            <Text span size="sm">
              {pointer && <>{titleOfPointer(pointer, props.family, language)} </>}
              <code>{pointer || place}</code> {message}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
