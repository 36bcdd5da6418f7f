import { Button, Stack, Text, Title } from '@mantine/core'
import { shellTexts } from '../texts/shell.ts'
import { useTexts } from '../use-texts.ts'

export function Broken() {
  const texts = useTexts(shellTexts)
  return (
    <Stack align="flex-start" role="alert">
      <Title order={1} size="h2">
        {texts.crashed}
      </Title>
      <Text c="dimmed">{texts.crashedHint}</Text>
      <Button variant="default" onClick={() => location.reload()}>
        {texts.reload}
      </Button>
    </Stack>
  )
}
