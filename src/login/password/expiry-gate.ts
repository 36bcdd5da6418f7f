/** Passwords that get old: a login of any type of their user stops for it (spec 3, `expireDays`; spec 5). */
import type { Clock } from '../../base/clock.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { LoginGate } from '../../sessions/complete-login.ts'
import type { LoginStop } from '../../sessions/login-stop.ts'
import type { PasswordBindings } from './password-bindings.ts'
import type { PasswordSettings } from './password-settings.ts'

type Element = Pick<ElementDefinition<PasswordSettings>, 'fullName' | 'settings'>

type GateDependencies = {
  readonly bindings: Pick<PasswordBindings, 'changes'>
  readonly clock: Clock
  /** The password logins of this moment whose passwords expire. Without any, a login costs nothing here. */
  readonly elements: () => readonly Element[]
}

const dayMs = 86_400_000

export function createExpiryGate({ bindings, clock, elements }: GateDependencies): LoginGate {
  return async ({ tenantId, user, warningSkipped = false }) => {
    const expiring = elements()
    if (expiring.length === 0) return undefined
    const now = clock.now()
    const changes = await bindings.changes(tenantId, user.id)
    const stops = changes.flatMap(({ login_type, changed_at }) => {
      const element = expiring.find(({ fullName }) => fullName === login_type)
      return element === undefined ? [] : [stopOf(element, changed_at, now)]
    })
    const expired = stops.find((stop) => stop?.status === 'PASSWORD_EXPIRED')
    return expired ?? (warningSkipped ? undefined : stops.find((stop) => stop !== undefined))
  }
}

function stopOf({ fullName, settings }: Element, changedAt: number, now: number): LoginStop | undefined {
  const { limit, expireDays, warnDays } = settings
  const expiresAt = changedAt + expireDays * dayMs
  if (now < expiresAt - warnDays * dayMs) return undefined
  const data = JSON.stringify({ ...limit, expireDays, warnDays, expiresAt })
  const status = now < expiresAt ? 'PASSWORD_WARN' : 'PASSWORD_EXPIRED'
  return { status, data, about: { passwordLogin: fullName } }
}
