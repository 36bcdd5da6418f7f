/** What went wrong, in words, and the way to try again. */
import { Alert, Button, Group } from '@mantine/core'
import { Refused } from '../../../src/client/refused.ts'
import { Unanswered } from '../../../src/client/unanswered.ts'
import { partTexts } from '../texts/parts.ts'
import { useTexts } from '../use-texts.ts'

export function Problem({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const texts = useTexts(partTexts)
  return (
    <Alert color="red" variant="light" role="alert" className="problem">
      {problemText(error, texts)}
      {again !== undefined && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={again}>
            {texts.again}
          </Button>
        </Group>
      )}
    </Alert>
  )
}

type ProblemTexts = Pick<(typeof partTexts)['en'], 'noAnswer' | 'request' | 'defect'>

function problemText(error: unknown, texts: ProblemTexts): string {
  if (error instanceof Refused) return error.message || error.code
  if (error instanceof Unanswered)
    return error.requestId === undefined
      ? texts.noAnswer
      : `${texts.noAnswer} ${texts.request(error.requestId)}`
  return texts.defect
}
