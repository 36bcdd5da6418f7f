/** A new endpoint; its signing secret stays on the screen until it is kept. */
import { MultiSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Refused } from '../../../../src/client/refused.ts'
import { callAdmin } from '../../admin-server.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { OnceShown } from '../../parts/once-shown.tsx'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

/** Events come from a list of the server. */
const isAboutUrl = (error: unknown) => error instanceof Refused && error.code === 'API_PARAMS_ERROR'

export function AddWebhook({ eventTypes }: { readonly eventTypes: readonly string[] }) {
  const texts = useTexts(webhooksTexts)
  const { inBody } = useTenant()
  const [secret, setSecret] = useState<string>()
  const [isRefused, setRefused] = useState(false)
  return (
    <>
      <ConfirmAction
        label={texts.add}
        question={texts.addAsk}
        done={texts.added}
        act={async ({ url, events = '' }) => {
          setRefused(false)
          const body = { ...inBody, url, events: events.split(',').filter(Boolean) }
          try {
            setSecret((await callAdmin<{ secret: string }>('POST', 'webhooks', body)).secret)
          } catch (error) {
            setRefused(isAboutUrl(error))
            throw error
          }
        }}
        isAtField={isAboutUrl}
        button={{ size: 'sm', variant: 'filled' }}
      >
        <TextInput
          name="url"
          label={texts.url}
          description={texts.urlHint}
          error={isRefused && texts.urlRefused}
          errorProps={{ role: 'alert' }}
          onChange={() => setRefused(false)}
          placeholder="https://"
          required
          maxLength={2000}
          autoComplete="off"
          data-autofocus
        />
        <MultiSelect
          name="events"
          label={texts.events}
          description={texts.eventsHint}
          data={[...eventTypes]}
          searchable
          hidePickedOptions
        />
      </ConfirmAction>
      <OnceShown
        title={texts.secretTitle}
        text={secret}
        done={texts.done}
        onDone={() => setSecret(undefined)}
      />
    </>
  )
}
