import type { WebhookEndpoint } from '../../answers.ts'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useTexts } from '../../use-texts.ts'

export function WebhookState({
  endpoint: { pausedAt, failingSince },
}: {
  readonly endpoint: WebhookEndpoint
}) {
  const texts = useTexts(webhooksTexts)
  const since = pausedAt ?? failingSince
  if (since === null) return <StatusBadge status="active" text={texts.active} />
  return (
    <>
      {pausedAt === null ? (
        <StatusBadge status="failed" text={texts.failing} />
      ) : (
        <StatusBadge status="pending" text={texts.paused} />
      )}
      <span className="under">
        {texts.pausedSince} <TimeText at={since} />
      </span>
    </>
  )
}
