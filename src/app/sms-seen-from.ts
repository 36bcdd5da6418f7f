/** The SMS services as the elements of one app reach them: its own private ones too (spec 1, "Inheritance"). */
import type { Log } from '../base/log.ts'
import type { AppView } from '../elements/app-view.ts'
import type { RegisteredElement, Registry } from '../elements/registry.ts'
import { maskSecrets } from '../elements/secrets.ts'
import { createSmsGateway, type SmsGateway } from '../sms/sms-gateway.ts'
import type { SmsService } from '../sms/sms-service.ts'

type SeenFrom = {
  /** The app whose elements send. */
  readonly appId: string
  readonly registry: () => Registry
  /** What they see. */
  readonly app: () => AppView
  readonly log: Log
}

export function smsSeenFrom({ appId, registry, app, log }: SeenFrom): SmsGateway {
  const find = (service: string) => registry().element(service, appId)
  return createSmsGateway({
    app,
    intervalSeconds: (service) =>
      (find(service)?.class as typeof SmsService | undefined)?.intervalSeconds ?? 0,
    settings: (service, reveal) => settingsOf(find(service), reveal),
    onError: (error, service) => log.error({ service, ...traceOf(error) }, 'an SMS service failed'),
  })
}

/** Where it was thrown; not its message, which may hold the code that was to be sent. */
function traceOf(error: unknown): { readonly error: string; readonly at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error }
  return {
    error: error.name,
    at: error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [],
  }
}

function settingsOf(element: RegisteredElement | undefined, reveal: boolean): Record<string, unknown> {
  if (element?.class === undefined) return {}
  const { settings } = element.definition
  return {
    ...((reveal ? settings : maskSecrets(element.class.settings, settings)) as Record<string, unknown>),
  }
}
