/** Name and password for a user whom another login type makes. */
import type { PrepareLogin } from '../added-login.ts'
import { spendOnce } from '../single-use.ts'
import { hashForName, type Newcomer } from './newcomer.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'

/** `admit` is asked when it is called. Refused as `USERNAME_TAKEN` then, and at the commit when a race is lost. */
export function prepareBinding(
  services: PasswordServices,
  place: PasswordPlace,
  admit: () => Promise<Newcomer>,
  password: string,
): PrepareLogin {
  return async () => {
    const { username, admittedBy } = await admit()
    const stored = await hashForName(services, place, username, { text: password })
    const { tenantId } = place.call
    const loginType = place.element.fullName
    return {
      username: username.name,
      steps: (userId) => {
        const owner = { tenantId, userId, loginType }
        const now = services.clock.now()
        return [
          ...(admittedBy === undefined ? [] : [spendOnce(owner, admittedBy, now)]),
          services.passwordBindings.insert(owner, username.key, stored, now),
        ]
      },
    }
  }
}
