/** A login code for someone who has proven a password. */
import type { UserRow } from '../../users/user.ts'
import type { LoginCodeResult } from '../login-type.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'

/** When the proof began (epoch ms), and whether the device has logged in to the account before. */
export type ProofFacts = { readonly provenSince: number; readonly knownDevice: boolean }

export async function loginCodeFor(
  services: PasswordServices,
  user: UserRow,
  place: PasswordPlace,
  proof: ProofFacts,
): Promise<LoginCodeResult> {
  const [corpList, loginCode] = await Promise.all([
    services.corps.listFor(place.call.tenantId, user.id),
    issueLoginCode(services, user, place, proof),
  ])
  return { loginCode, corpList, userId: user.id }
}

/** The login code alone. */
export function issueLoginCode(
  { loginCodes, clients, clock }: PasswordServices,
  user: UserRow,
  { call, element }: PasswordPlace,
  { provenSince, knownDevice }: ProofFacts,
): Promise<string> {
  const facts = {
    tenantId: call.tenantId,
    userId: user.id,
    loginType: element.fullName,
    method: 'password',
    authTime: clock.now(),
    provenSince,
    knownDevice,
  }
  return loginCodes.issue(facts, call.clientId ?? clients().fallback?.clientId ?? '')
}
