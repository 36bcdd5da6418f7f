/** The SMS services as the elements of one app reach them: its own private ones too (spec 1, "Inheritance"). */
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { AppView } from '../elements/app-view.ts'
import type { RegisteredElement, Registry } from '../elements/registry.ts'
import { maskSecrets } from '../elements/secrets.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { MessageRecords } from '../sms/message-records.ts'
import type { ServiceBreaker } from '../sms/service-breaker.ts'
import { createSmsGateway, type SmsGateway } from '../sms/sms-gateway.ts'

type SeenFrom = {
  /** The app whose elements send. */
  readonly appId: string
  readonly registry: () => Registry
  /** What the elements of an app see. */
  readonly app: (from: string) => AppView
  readonly log: Log
  readonly messages: MessageRecords
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly smsBreaker: ServiceBreaker
}

export function smsSeenFrom({ registry, log, smsBreaker, ...others }: SeenFrom): SmsGateway {
  return createSmsGateway({
    ...others,
    breaker: smsBreaker,
    find: (fullName, from) => registry().element(fullName, from),
    settings: settingsOf,
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
