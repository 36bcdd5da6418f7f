import { Checkbox, TextInput } from '@mantine/core'
import { callAdmin } from '../../admin-server.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { momentOf } from '../../parts/moment-of.ts'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

export function ReplaySince({ id }: { readonly id: string }) {
  const texts = useTexts(webhooksTexts)
  const { inBody } = useTenant()
  return (
    <ConfirmAction
      label={texts.replaySince}
      question={texts.replaySinceAsk}
      done={texts.replaySince}
      act={async ({ since, onlyFailed }) => {
        const path = `webhooks/${encodeURIComponent(id)}/replay`
        const which = { since: momentOf(since), onlyFailed: onlyFailed !== undefined }
        const { events } = await callAdmin<{ events: number }>('POST', path, { ...inBody, ...which })
        return texts.replayed(events)
      }}
    >
      <TextInput name="since" type="datetime-local" label={texts.since} required data-autofocus />
      <Checkbox name="onlyFailed" label={texts.onlyFailed} defaultChecked />
    </ConfirmAction>
  )
}
