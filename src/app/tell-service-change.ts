/** An SMS service went down or came back: an event of the default tenant, whose operator runs the installation. */
import { defaultTenant } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { Events } from '../events/events.ts'
import type { ServiceChange } from '../sms/service-breaker.ts'

export function tellServiceChange(
  { events, log }: { readonly events: Events; readonly log: Log },
  change: ServiceChange,
): void {
  const { fullName: element } = change
  if (change.state === 'down') {
    const { reason } = change
    log.error({ element, reason }, 'an SMS service fails and is passed over')
    events.raise(defaultTenant, { type: 'sms.service.down', data: { element, reason } })
  } else {
    log.info({ element }, 'an SMS service takes messages again')
    events.raise(defaultTenant, { type: 'sms.service.up', data: { element } })
  }
}
