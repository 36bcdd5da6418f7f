/** What an owner does with an endpoint. Each asks once. */
import { Refused } from '../../../../src/client/refused.ts'
import { callAdmin } from '../../admin-server.ts'
import type { WebhookEndpoint } from '../../answers.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { webhooksTexts } from '../../texts/webhooks.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

export function WebhookActions({
  endpoint: { id, host, pausedAt, waiting },
  after,
}: {
  readonly endpoint: WebhookEndpoint
  /** Once it is removed. */
  readonly after: () => void
}) {
  const texts = useTexts(webhooksTexts)
  const { inBody, inTenant } = useTenant()
  const path = `webhooks/${encodeURIComponent(id)}`
  const send = async () => {
    const { ok, result } = await callAdmin<{ ok: boolean; result: string }>('POST', `${path}/try`, inBody)
    if (!ok) throw new Refused('WEBHOOK_NOT_TAKEN', texts.notTaken(host, result), 200, undefined)
    return texts.tried(host, result)
  }
  return (
    <>
      <ConfirmAction label={texts.try} question={texts.tryAsk(host)} done={texts.try} act={send} />
      {pausedAt === null ? (
        <ConfirmAction
          key="pause"
          label={texts.pause}
          question={texts.pauseAsk(host)}
          done={texts.pausedDone(host)}
          act={() => callAdmin('POST', `${path}/pause`, inBody)}
        />
      ) : (
        <ConfirmAction
          key="resume"
          label={texts.resume}
          question={texts.resumeAsk(host, waiting)}
          done={texts.resumed(host)}
          act={() => callAdmin('POST', `${path}/resume`, inBody)}
        />
      )}
      <ConfirmAction
        label={texts.remove}
        question={texts.removeAsk(host)}
        done={texts.removed(host)}
        act={() => callAdmin('DELETE', inTenant(path))}
        after={after}
        isGrave
      />
    </>
  )
}
