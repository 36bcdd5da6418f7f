/**
 * Passwords that get old: a login of any type of their user stops for it (spec 3, `expireDays`; spec 5). One that an
 * operator declared expired stops the logins that it proves.
 */
import type { Clock } from '../../base/clock.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { LoginGate } from '../../sessions/complete-login.ts'
import type { LoginStop } from '../../sessions/login-stop.ts'
import type { ProvenLogin } from '../../sessions/proven-login.ts'
import type { PasswordBindings } from './password-bindings.ts'
import type { PasswordSettings } from './password-settings.ts'

type Element = Pick<ElementDefinition<PasswordSettings>, 'fullName' | 'settings'>

type GateDependencies = {
  readonly bindings: Pick<PasswordBindings, 'changes'>
  readonly clock: Clock
  /** The password logins of this moment, and those of them whose passwords expire: without any, a login costs nothing here. */
  readonly elements: {
    readonly passwordLogins: () => readonly Element[]
    readonly expiringLogins: () => readonly Element[]
  }
}

const dayMs = 86_400_000

export function createExpiryGate({ bindings, clock, elements }: GateDependencies): LoginGate {
  return async (login) => {
    const { tenantId, user, warningSkipped = false } = login
    const expiring = elements.expiringLogins()
    const { password_expired_at: declaredAt } = user
    if (expiring.length === 0 && declaredAt === null) return undefined
    const now = clock.now()
    const changes = await bindings.changes(tenantId, user.id)
    if (declaredAt !== null) {
      const used = changes.find(({ login_type }) => login_type === passwordLoginOf(login))
      const element = used && elements.passwordLogins().find(({ fullName }) => fullName === used.login_type)
      if (element !== undefined && used !== undefined && used.changed_at <= declaredAt)
        return expiredAt(element, declaredAt)
    }
    const stops = changes.flatMap(({ login_type, changed_at }) => {
      const element = expiring.find(({ fullName }) => fullName === login_type)
      return element === undefined ? [] : [stopOf(element, changed_at, now)]
    })
    const expired = stops.find((stop) => stop?.status === 'PASSWORD_EXPIRED')
    return expired ?? (warningSkipped ? undefined : stops.find((stop) => stop !== undefined))
  }
}

/** The password login whose password was a proof of this login. */
function passwordLoginOf({ method, secondFactor, loginType, client }: ProvenLogin): string | undefined {
  if (method === 'password') return loginType
  return secondFactor === 'password' ? client.passwordLogin : undefined
}

/** An operator said so. */
function expiredAt({ fullName, settings }: Element, expiresAt: number): LoginStop {
  const { limit, expireDays, warnDays } = settings
  const data = JSON.stringify({ ...limit, expireDays, warnDays, expiresAt })
  return { status: 'PASSWORD_EXPIRED', data, about: { passwordLogin: fullName } }
}

function stopOf({ fullName, settings }: Element, changedAt: number, now: number): LoginStop | undefined {
  const { limit, expireDays, warnDays } = settings
  const expiresAt = changedAt + expireDays * dayMs
  if (now < expiresAt - warnDays * dayMs) return undefined
  const data = JSON.stringify({ ...limit, expireDays, warnDays, expiresAt })
  const status = now < expiresAt ? 'PASSWORD_WARN' : 'PASSWORD_EXPIRED'
  return { status, data, about: { passwordLogin: fullName } }
}
