/** What the server shows once: it stays on the screen until the person has kept it. */
import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { partTexts } from '../texts/parts.ts'
import { useTexts } from '../use-texts.ts'
import { CopyButton } from './copy-button.tsx'

export function OnceShown(props: {
  readonly title: string
  readonly text: string | undefined
  readonly done: string
  readonly onDone: () => void
}) {
  const texts = useTexts(partTexts)
  return (
    <Modal
      opened={props.text !== undefined}
      onClose={props.onDone}
      title={props.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <Stack>
        <Text size="sm">{texts.shownOnce}</Text>
        <Code block className="long-code">
          {props.text}
        </Code>
        <Group justify="flex-end" gap="xs">
          <CopyButton text={props.text ?? ''} />
          <Button onClick={props.onDone}>{props.done}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
