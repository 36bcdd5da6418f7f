/** Which login types a client's calls mean. */
import type { Client } from '../../clients/client.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { PasswordType } from '../../login/password/password-type.ts'
import type { PhoneType } from '../../login/phone/phone-type.ts'
import type { HttpServices } from '../http-services.ts'
import { SdkFailure } from './sdk-failure.ts'

export function phoneLoginOf(services: HttpServices, client: Client, call: CallContext): PhoneType {
  if (client.phoneLogin === undefined) throw new SdkFailure('notConfigured')
  return services.phoneLogin(client.phoneLogin, call)
}

export function passwordLoginOf(services: HttpServices, client: Client, call: CallContext): PasswordType {
  if (client.passwordLogin === undefined) throw new SdkFailure('notConfigured')
  return services.passwordLogin(client.passwordLogin, call)
}
