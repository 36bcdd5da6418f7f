/** What a change of an element would do, as the server sees it; then the change itself. */
import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { callAdmin } from '../../admin-server.ts'
import type { ElementCheck, Settings } from '../../answers.ts'
import { answers } from '../../answers-cache.ts'
import { DataTable, Waiting } from '../../parts/data-table.tsx'
import { Problem } from '../../parts/problem.tsx'
import { textOf } from '../../parts/text-of.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { goTo, hrefOf } from '../../place.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { partTexts } from '../../texts/parts.ts'
import { useTexts } from '../../use-texts.ts'

type Wanted = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly settings: Settings
}

export function ElementReview(props: {
  readonly wanted: Wanted
  readonly version: number
  readonly onClose: () => void
}) {
  const texts = useTexts(elementsTexts)
  const { cancel, close } = useTexts(partTexts)
  const { wanted, version, onClose } = props
  const { fullName, ...body } = wanted
  const checked = useQuery({
    queryKey: ['check', wanted],
    queryFn: () => callAdmin<ElementCheck>('POST', 'elements/check', wanted),
    gcTime: 0,
  })
  const { submit, busy, error } = useSubmit(async () => {
    await callAdmin('PUT', `elements/${encodeURIComponent(fullName)}`, { ...body, version })
    notifications.show({ message: texts.saved(fullName), color: 'green', withBorder: true })
    onClose()
    await answers.refresh()
    goTo(hrefOf(['elements', fullName]), { replace: true })
  })
  const canSave =
    checked.data !== undefined && checked.data.faults.length === 0 && checked.data.diff.length > 0
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={texts.reviewTitle}
      closeButtonProps={{ 'aria-label': close }}
    >
      <form onSubmit={submit}>
        <Stack>
          {checked.error !== null ? (
            <Problem error={checked.error} again={() => void checked.refetch()} />
          ) : checked.data === undefined ? (
            <Waiting />
          ) : (
            <Checked found={checked.data} />
          )}
          {error !== undefined && <Problem error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {cancel}
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

function Checked({ found }: { readonly found: ElementCheck }) {
  const texts = useTexts(elementsTexts)
  return (
    <>
      <Notes title={texts.faults} colour="red" notes={found.faults} />
      <Notes title={texts.warnings} colour="yellow" notes={found.warnings} />
      <DataTable
        caption={texts.reviewTitle}
        asked={{ items: found.diff }}
        keyOf={({ pointer }) => pointer}
        empty={texts.noChange}
        columns={[
          { title: texts.setting, cell: ({ pointer }) => <code>{pointer}</code> },
          { title: texts.before, cell: ({ before }) => <del>{textOf(before) || '–'}</del> },
          { title: texts.after, cell: ({ after }) => <ins>{textOf(after) || '–'}</ins> },
        ]}
      />
    </>
  )
}

function Notes(props: {
  readonly title: string
  readonly colour: string
  readonly notes: ElementCheck['faults']
}) {
  if (props.notes.length === 0) return null
  return (
    <Alert color={props.colour} title={props.title}>
      <List size="sm">
        {props.notes.map(({ place, pointer, message }) => (
          <List.Item key={`${place}${pointer}${message}`}>
            <Text span size="sm">
              <code>{pointer || place}</code> {message}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
