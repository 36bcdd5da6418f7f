/** From a proven number straight to a session: one transaction, also for a user who is new. */
import { refuse } from '../../base/refusal.ts'
import type { Client } from '../../clients/client.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import type { PrepareLogin } from '../added-login.ts'
import { type Newcomer, type NewcomerFacts, prepareNewcomer } from './newcomer.ts'
import { type LoginPlace, originOf } from './phone-login-code.ts'
import type { PhoneServices } from './phone-services.ts'
import { type ProvenNumber, spendFor } from './prove-number.ts'

export type MessageLogin = {
  readonly phone: string
  readonly code: string
  readonly purpose: string
  readonly client: Client
  /** May an unknown number become a user? Counts only where the login type allows registration too. */
  readonly autoRegister: boolean
}

/** A registration; unlike a login it says who someone is. */
export type MessageRegistration = Omit<MessageLogin, 'autoRegister'> & {
  /** The masked number without one. */
  readonly nick: string | undefined
  readonly person: Omit<NewcomerFacts, 'added'>
  /** A second way to log in. */
  readonly added: PrepareLogin | undefined
}

export type ProvenMessageLogin = {
  readonly proof: ProvenNumber
  /** Who to make when nobody has the number. */
  readonly newcomer: Newcomer | undefined
  /** What the new user brings along. */
  readonly about?: NewcomerFacts
  readonly client: Client
  readonly place: LoginPlace
}

export function loginByMessage(
  services: PhoneServices,
  { proof, newcomer, about, client, place }: ProvenMessageLogin,
): Promise<CompletedLogin> {
  const prepared = newcomer === undefined ? undefined : prepareNewcomer(services, newcomer, place, about)
  const user = prepared?.row ?? proof.owner
  if (user === undefined) throw refuse('USER_AUTH_MISS')
  const login = {
    tenantId: place.call.tenantId,
    user,
    client,
    loginType: place.loginType,
    method: 'sms',
    originId: originOf(proof.code),
    spent: () => refuse('CODE_EXPIRED'),
    authTime: services.clock.now(),
    provenSince: proof.code.issuedAt,
    knownDevice: proof.knownDevice,
    joins: prepared?.corpList.map(({ corpId }) => corpId),
    steps: prepared?.steps ?? [],
  }
  const { call } = place
  return spendFor(services, { code: proof.code, call }, () => services.completeLogin.complete(login, call))
}
