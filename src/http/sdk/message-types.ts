/** The `type`s of `sms/send`: each is a purpose of its own, and has its own rule for who gets a code (spec 5). */
import type { FastifyRequest } from 'fastify'
import { recoveryPurpose } from '../../login/phone/code-purposes.ts'
import { forgottenPurpose, ownPurpose } from '../../login/reset-by-mobile.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { phoneLoginOf } from './login-of-client.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'
import { signedIn } from './signed-in.ts'

type Asked = SdkRequest & { readonly request: FastifyRequest }
type Sender = (asked: Asked, services: HttpServices, mobile: string, type: string) => Promise<void>

const toAnyone: Sender = (asked, services, mobile, purpose) =>
  phoneLoginOf(services, asked.client, asked.call).sendCode(mobile, { purpose, userId: undefined })

const toNewcomer: Sender = async (asked, services, mobile, purpose) => {
  const login = phoneLoginOf(services, asked.client, asked.call)
  if (!login.allowRegister) throw new SdkFailure('registrationClosed')
  await login.sendCode(mobile, { purpose, userId: undefined })
}

const toForgetful: Sender = (asked, services, mobile) =>
  phoneLoginOf(services, asked.client, asked.call).sendToNumberOnFile(mobile, {
    purpose: forgottenPurpose,
    userId: undefined,
  })

const toReplacement: Sender = async (asked, services, mobile, purpose) => {
  if (!asked.client.recovery) throw new SdkFailure('notConfigured')
  await phoneLoginOf(services, asked.client, asked.call).sendCode(mobile, { purpose, userId: undefined })
}

const toOwnNumber: Sender = async (asked, services, mobile) => {
  const { userId, call } = await signedIn(asked, services)
  const login = phoneLoginOf(services, asked.client, call)
  await login.sendToNumberOnFile(mobile, { purpose: ownPurpose, userId }, userId)
}

const toNewNumber: Sender = async (asked, services, mobile, purpose) => {
  const { userId, call } = await signedIn(asked, services)
  await phoneLoginOf(services, asked.client, call).sendCode(mobile, { purpose, userId })
}

const asSecondFactor: Sender = async ({ request, client, call }, services, mobile) => {
  const from = { stateToken: header(request, 'x-state-token'), client, call }
  await services.loginSteps.sendCode(from, mobile, phoneLoginOf(services, client, call))
}

const senders = {
  LOGIN_SMS: toAnyone,
  REGISTER_SMS: toNewcomer,
  FORGET_PWD_SMS: toForgetful,
  UPDATE_PWD_SMS: toOwnNumber,
  CHANGE_PWD_SMS: toOwnNumber,
  UPDATE_MOBILE_SMS: toNewNumber,
  BIND_MOBILE_SMS: toNewNumber,
  MFA_AUTH_SMS: asSecondFactor,
  [recoveryPurpose]: toReplacement,
} as const satisfies Record<string, Sender>

const firstMessages: readonly string[] = ['LOGIN_SMS', 'REGISTER_SMS', 'FORGET_PWD_SMS', recoveryPurpose]

/** Does it go to somebody of whom nothing was proven yet? */
export function isFirstMessage(type: string): boolean {
  return firstMessages.includes(type)
}

export const messageTypes = Object.keys(senders)

/** How a message of this type is sent; nothing for a type that does not exist. */
export function senderOf(type: string): Sender | undefined {
  return Object.hasOwn(senders, type) ? senders[type as keyof typeof senders] : undefined
}
