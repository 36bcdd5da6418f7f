/** What was delivered to one endpoint, and delivering it again. */
import { NativeSelect } from '@mantine/core'
import { callAdmin } from '../../admin-server.ts'
import type { WebhookDelivery, WebhookEndpoints } from '../../answers.ts'
import { For, useMay } from '../../me.tsx'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { type Column, DataTable, Waiting } from '../../parts/data-table.tsx'
import { Filters } from '../../parts/filters.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Problem } from '../../parts/problem.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { goTo, hrefOf, usePlace } from '../../place.ts'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'
import { ReplaySince } from './replay-since.tsx'
import { WebhookActions } from './webhook-actions.tsx'

const states = ['pending', 'delivered', 'failed'] as const

export function WebhookDeliveries({ id }: { readonly id: string }) {
  const texts = useTexts(webhooksTexts)
  const { inTenant } = useTenant()
  const { query } = usePlace()
  const listed = useAnswer<WebhookEndpoints>(inTenant('webhooks'))
  const endpoint = listed.data?.items.find((one) => one.id === id)
  const state = states.find((one) => one === query.get('state'))
  const path = `webhooks/${encodeURIComponent(id)}/deliveries`
  const { data, error, refetch } = useAnswer<{ readonly items: readonly WebhookDelivery[] }>(
    endpoint && inTenant(path, { state, limit: 100 }),
    { keep: true },
  )
  const up = { title: texts.title, href: hrefOf(['webhooks']) }
  if (endpoint === undefined)
    return (
      <Frame title={listed.data === undefined ? id : texts.unknown} up={up}>
        {listed.error !== null && <Problem error={listed.error} again={() => void listed.refetch()} />}
        {listed.isPending && <Waiting />}
      </Frame>
    )
  return (
    <Frame
      title={endpoint.host}
      hint={texts.deliveriesHint}
      up={up}
      actions={
        <For least="owner">
          <ReplaySince id={id} />
          <WebhookActions endpoint={endpoint} after={() => goTo(up.href)} />
        </For>
      }
    >
      <Filters label={texts.filter} clear={texts.clear}>
        <NativeSelect
          name="state"
          label={texts.state}
          defaultValue={state ?? ''}
          data={[
            { value: '', label: texts.any },
            ...states.map((value) => ({ value, label: texts.states[value] ?? value })),
          ]}
        />
      </Filters>
      <DataTable
        caption={texts.deliveries}
        columns={useColumns(id)}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ eventId }) => eventId}
        empty={texts.noDeliveries}
      />
    </Frame>
  )
}

function useColumns(id: string): readonly Column<WebhookDelivery>[] {
  const texts = useTexts(webhooksTexts)
  const isOwner = useMay('owner')
  return [
    {
      title: texts.event,
      cell: ({ type, eventId }) => (
        <>
          <code>{type}</code>
          <code className="id under">{eventId}</code>
        </>
      ),
    },
    { title: texts.at, cell: ({ at }) => <TimeText at={at} /> },
    {
      title: texts.state,
      cell: ({ state, dueAt }) => (
        <>
          <StatusBadge status={state} text={texts.states[state] ?? state} />
          {state === 'pending' && (
            <span className="under">
              {texts.next} <TimeText at={dueAt} />
            </span>
          )}
        </>
      ),
    },
    { title: texts.attempts, cell: ({ attempts }) => attempts, isFigure: true },
    {
      title: texts.last,
      cell: ({ result, triedAt }) =>
        result === null ? (
          '–'
        ) : (
          <>
            <code>{result}</code>
            <span className="under">
              <TimeText at={triedAt} />
            </span>
          </>
        ),
    },
    ...(isOwner
      ? [{ title: '', isFigure: true, cell: (one: WebhookDelivery) => <Replay id={id} delivery={one} /> }]
      : []),
  ]
}

function Replay({
  id,
  delivery: { eventId, type },
}: {
  readonly id: string
  readonly delivery: WebhookDelivery
}) {
  const texts = useTexts(webhooksTexts)
  const { inBody } = useTenant()
  return (
    <ConfirmAction
      label={texts.replay}
      question={texts.replayAsk(type)}
      done={texts.replay}
      act={async () => {
        const path = `webhooks/${encodeURIComponent(id)}/replay`
        const { events } = await callAdmin<{ events: number }>('POST', path, { ...inBody, eventId })
        return texts.replayed(events)
      }}
    />
  )
}
