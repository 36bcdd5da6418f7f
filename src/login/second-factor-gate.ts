/**
 * When a login needs a second factor, and which ones count (spec 5, `mfa`). Who has TOTP is asked for it and for
 * nothing weaker (spec 6, A27, A30); of the others, where it is required, something that the first factor was not.
 */

import type { TotpFactors } from '../factors/totp-factors.ts'
import type { Entrant, EntryGate } from '../sessions/entry-gate.ts'
import type { LoginStop } from '../sessions/login-stop.ts'
import type { PasswordBindings } from './password/password-bindings.ts'
import type { PhoneBindings } from './phone/phone-bindings.ts'

type GateDependencies = {
  readonly factors: Pick<TotpFactors, 'has'>
  readonly bindings: Pick<PhoneBindings, 'findHolder'>
  readonly passwordBindings: Pick<PasswordBindings, 'findByUser'>
}

export function createSecondFactorGate(needs: GateDependencies): EntryGate {
  return async (login) => {
    const { client, tenantId, user, secondFactor } = login
    if (client.mfa === 'off' || secondFactor !== undefined) return undefined
    if (await needs.factors.has({ tenantId, userId: user.id })) return stopFor({ factors: ['totp'] })
    return client.mfa === 'optional' ? undefined : stopFor(await otherFactors(needs, login))
  }
}

type Choice = { readonly factors: readonly string[]; readonly phone?: string }

async function otherFactors(
  { bindings, passwordBindings }: GateDependencies,
  { tenantId, user, client, method }: Entrant,
): Promise<Choice> {
  const owner = { tenantId, userId: user.id }
  const { phoneLogin, passwordLogin } = client
  const mayBeSms = phoneLogin !== undefined && (method !== 'sms' || client.mfaSameNumber)
  const mayBePassword = passwordLogin !== undefined && method !== 'password'
  const [holder, account] = await Promise.all([
    mayBeSms ? bindings.findHolder({ ...owner, loginType: phoneLogin }) : undefined,
    mayBePassword
      ? passwordBindings.findByUser({ ...owner, loginType: passwordLogin }, undefined)
      : undefined,
  ])
  const phone = holder?.phone ?? undefined
  const password = account === undefined ? [] : ['password']
  return phone === undefined ? { factors: password } : { factors: ['sms', ...password], phone }
}

/** Who has no second factor at all enrols TOTP within the flow. */
function stopFor({ factors, phone }: Choice): LoginStop {
  const mayEnrol = factors.length === 0
  return {
    status: 'MFA_AUTH',
    data: JSON.stringify(mayEnrol ? { factors, enrol: ['totp'] } : { factors }),
    about: { factors, mayEnrol, ...(phone === undefined ? {} : { phone }) },
  }
}
