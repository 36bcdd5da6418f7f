/** A login code for someone who has proven a number. */
import type { RightCode } from '../../codes/verification-codes.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { UserRow } from '../../users/user.ts'
import type { LoginCodeResult } from '../login-type.ts'
import type { PhoneServices } from './phone-services.ts'
import type { ProvenNumber } from './prove-number.ts'

/** In which element, by whom. */
export type LoginPlace = { readonly call: CallContext; readonly loginType: string }

export async function loginCodeFor(
  services: PhoneServices,
  user: UserRow,
  place: LoginPlace,
  proof: ProvenNumber,
): Promise<LoginCodeResult> {
  const { call } = place
  const [corpList, loginCode] = await Promise.all([
    services.corps.listFor(call.tenantId, user.id),
    issueLoginCode(services, user, place, proof),
  ])
  return { loginCode, corpList, userId: user.id }
}

/** What a session keeps of the code that it was made with. */
export function originOf(code: RightCode): string {
  return `code:${code.id}`
}

/** The login code alone. */
export function issueLoginCode(
  { loginCodes, clients, clock }: PhoneServices,
  user: UserRow,
  { call, loginType }: LoginPlace,
  { code, knownDevice }: ProvenNumber,
): Promise<string> {
  const facts = {
    tenantId: call.tenantId,
    userId: user.id,
    loginType,
    method: 'sms',
    authTime: clock.now(),
    provenSince: code.issuedAt,
    knownDevice,
    originId: originOf(code),
  }
  return loginCodes.issue(facts, call.clientId ?? clients().fallback?.clientId ?? '')
}
