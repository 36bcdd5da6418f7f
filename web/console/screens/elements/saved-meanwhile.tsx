/** Somebody else has saved the element while it was edited here. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { elementsTexts } from '../../texts/elements.ts'
import { useTexts } from '../../use-texts.ts'

export function SavedMeanwhile(props: {
  readonly by: string | undefined
  /** What was typed here goes onto what is there now. */
  readonly keep: () => void
  readonly drop: () => void
}) {
  const texts = useTexts(elementsTexts)
  return (
    <Alert color="yellow" title={texts.changedMeanwhile(props.by ?? '')} role="alert">
      <Stack gap="xs">
        <Text size="sm">{texts.changedHint}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={props.keep}>
            {texts.keepMine}
          </Button>
          <Button size="xs" variant="default" onClick={props.drop}>
            {texts.dropMine}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
