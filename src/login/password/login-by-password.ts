/** From a name and password straight to a session: what the SDK API's login is. Its password is always the text. */
import { randomToken } from '../../base/random-id.ts'
import { refuse } from '../../base/refusal.ts'
import type { Client } from '../../clients/client.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'
import { provePassword } from './prove-password.ts'
import { readsAsPhoneNumber, usernameKey } from './username.ts'

export type PasswordSessionLogin = {
  readonly username: string
  readonly password: string
  readonly client: Client
  /** May a mobile number stand for the name? */
  readonly numberAllowed?: boolean
}

/**
 * A captcha is asked for after failures, whatever the element says of its own calls: the vendors' clients come without
 * one at first. Where the call can present none, none is asked for: a stranger's failures would close it to the
 * owner (A34).
 */
export async function loginByPassword(
  services: PasswordServices,
  place: PasswordPlace,
  login: PasswordSessionLogin,
): Promise<CompletedLogin> {
  const { call, element } = place
  const nameKey = await nameKeyOf(services, place, login)
  const candidate = { text: login.password }
  const captcha = call.captcha === undefined ? {} : { captcha: { rule: 'risk' as const, ...call.captcha } }
  const proof = { place, nameKey, candidate, ...captcha }
  const { user, provenSince, knownDevice } = await provePassword(services, proof)
  const proven = {
    tenantId: call.tenantId,
    user,
    client: login.client,
    loginType: element.fullName,
    method: 'password',
    originId: `password:${randomToken(22)}`,
    spent: () => refuse('PASSWORD_ERROR'),
    authTime: services.clock.now(),
    provenSince,
    knownDevice,
    steps: [],
  }
  return services.completeLogin.complete(proven, call)
}

/** A number leads to the name of its owner. */
async function nameKeyOf(
  { findNumber, passwordBindings }: PasswordServices,
  { call, element }: PasswordPlace,
  { username, client, numberAllowed = false }: PasswordSessionLogin,
): Promise<string> {
  if (!numberAllowed || !readsAsPhoneNumber(username)) return usernameKey(username)
  const number = await findNumber(client, username)
  if (number === undefined) return usernameKey(username)
  const { tenantId } = call
  const nobody = '' as NonNullable<typeof number.userId>
  const owner = { tenantId, userId: number.userId ?? nobody, loginType: element.fullName }
  return (await passwordBindings.findByUser(owner, undefined))?.username_folded ?? number.e164
}
