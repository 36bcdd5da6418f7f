import { TextInput } from '@mantine/core'
import { Refused } from '../../../../src/client/refused.ts'
import { callAdmin } from '../../admin-server.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { elementsTexts } from '../../texts/elements.ts'
import { useTexts } from '../../use-texts.ts'

export function TrySms({ path }: { readonly path: string }) {
  const texts = useTexts(elementsTexts)
  return (
    <ConfirmAction
      label={texts.trySms}
      question={texts.trySmsAsk}
      done={texts.trySmsDone}
      act={async ({ to }) => {
        const told = await callAdmin<{ accepted: boolean; reason?: string; detail?: string }>(
          'POST',
          `${path}/try-sms`,
          { to, language: document.documentElement.lang.slice(0, 2) },
        )
        const reason = [told.reason, told.detail].filter(Boolean).join(': ')
        if (!told.accepted) throw new Refused('SMS_SEND_FAILED', texts.notTaken(reason), 200, undefined)
      }}
    >
      <TextInput
        name="to"
        label={texts.to}
        description={texts.toHint}
        required
        maxLength={64}
        data-autofocus
      />
    </ConfirmAction>
  )
}
