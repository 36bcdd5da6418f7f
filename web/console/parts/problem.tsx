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

type ProblemTexts = Pick<(typeof partTexts)['en'], 'noAnswer' | 'request' | 'defect' | 'limits'>

function problemText(error: unknown, texts: ProblemTexts): string {
  if (error instanceof Refused) return refusalText(error, texts)
  if (error instanceof Unanswered)
    return error.requestId === undefined
      ? texts.noAnswer
      : `${texts.noAnswer} ${texts.request(error.requestId)}`
  return texts.defect
}

/** The server names the limits of a password as its settings do. */
function refusalText({ code, message }: Refused, { limits }: ProblemTexts): string {
  if (code !== 'PASSWORD_WEAK') return message || code
  return message.replace(/\b[a-z]+[A-Z]\w+/g, (name) => limits[name] ?? name)
}
