import type { WebhookEndpoint, WebhookEndpoints } from '../../answers.ts'
import { For } from '../../me.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Link } from '../../parts/link.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf } from '../../place.ts'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'
import { AddWebhook } from './add-webhook.tsx'
import { WebhookState } from './webhook-state.tsx'

export function WebhookList() {
  const texts = useTexts(webhooksTexts)
  const tag = useLanguageTag()
  const { inTenant } = useTenant()
  const { data, error, refetch } = useAnswer<WebhookEndpoints>(inTenant('webhooks'))
  const columns: readonly Column<WebhookEndpoint>[] = [
    {
      title: texts.host,
      cell: ({ id, host }) => (
        <>
          <Link href={hrefOf(['webhooks', id])}>{host}</Link>
          <code className="id under">{id}</code>
        </>
      ),
    },
    {
      title: texts.events,
      cell: ({ events }) => (
        <span className="long-cell" title={events.join(', ')}>
          {events.length === 0 ? texts.allEvents : events.join(', ')}
        </span>
      ),
    },
    { title: texts.state, cell: (endpoint) => <WebhookState endpoint={endpoint} /> },
    { title: texts.waiting, cell: ({ waiting }) => waiting.toLocaleString(tag), isFigure: true },
    { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  ]
  return (
    <Frame
      title={texts.title}
      hint={texts.hint}
      actions={
        <For least="owner">
          <AddWebhook eventTypes={data?.eventTypes ?? []} />
        </For>
      }
    >
      <DataTable
        caption={texts.title}
        columns={columns}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ id }) => id}
        empty={texts.empty}
        emptyHint={texts.emptyHint}
      />
    </Frame>
  )
}
