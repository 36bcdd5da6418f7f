/** The calls of the fault tests, as clients make them: the SDK API, elements, the session check, the inbox. */
import type { Answer, Asker } from '../support/ask.ts'
import { apiPrefix, authService, passwordLogin, quickClient, quickLogin } from './fault-app.ts'
import type { Person } from './ledger.ts'

/** An answer that the rules do not allow at this point. */
export class WrongAnswer extends Error {}

type SdkCall = {
  readonly clientId?: string
  readonly device: string
  readonly body?: unknown
  readonly sessionToken?: string
  readonly from?: string
}

export function askSdk(asker: Asker, path: string, call: SdkCall): Promise<Answer> {
  const { clientId = quickClient, device, body, sessionToken, from } = call
  const headers = {
    'x-operating-sys-version': 'test',
    'x-device-fingerprint': device,
    'x-agent': 'faults',
    'x-client-id': clientId,
    ...(sessionToken === undefined ? {} : { 'session-token': sessionToken }),
  }
  return asker.ask({ method: 'POST', path: `/api/v2/sdk/${path}`, headers, body, from })
}

export type Caller = {
  /** Whose session it is. */
  readonly sessionToken?: string
  /** Address of this machine that the call comes from. */
  readonly from?: string
}

/** Calls a function of an element. */
export function askElement(
  asker: Asker,
  element: string,
  name: string,
  named: Readonly<Record<string, unknown>>,
  { sessionToken, from }: Caller = {},
): Promise<Answer> {
  const headers = sessionToken === undefined ? {} : { authorization: `Bearer ${sessionToken}` }
  return asker.ask({ method: 'POST', path: `${apiPrefix}/${element}/${name}`, headers, body: named, from })
}

export function askSession(asker: Asker, sessionToken: string): Promise<Answer> {
  return asker.ask({ path: '/api/v1/session', headers: { authorization: `Bearer ${sessionToken}` } })
}

export function sendSms(
  asker: Asker,
  mobile: string,
  device: string,
  clientId = quickClient,
): Promise<Answer> {
  return askSdk(asker, 'sms/send', { clientId, device, body: { mobile, type: 'LOGIN_SMS' } })
}

export function loginByMobile(asker: Asker, mobile: string, code: string, device: string): Promise<Answer> {
  const body = { mobile, verify_code: code }
  return askSdk(asker, 'login/mobile-verify-code', { device, body, from: homeOf(mobile) })
}

/** `getLoginCode` or `register` of the quick login. */
export function proveNumber(
  asker: Asker,
  name: 'getLoginCode' | 'register',
  named: { readonly phone: string; readonly code: string; readonly nick?: string },
): Promise<Answer> {
  return askElement(asker, quickLogin, name, named, { from: homeOf(named.phone) })
}

export function loginByCode(asker: Asker, loginCode: string): Promise<Answer> {
  return askElement(asker, authService, 'loginByCode', { loginCode, corp: '', platform: 'web' })
}

export function sendMessage(asker: Asker, phone: string, caller: Caller = {}): Promise<Answer> {
  return askElement(asker, quickLogin, 'sendMessage', { phone }, caller)
}

/** A login by password up to its login code. */
export function tryPassword(asker: Asker, { phone, credentials }: Person): Promise<Answer> {
  return askElement(asker, passwordLogin, 'getLoginCode', { ...credentials }, { from: homeOf(phone) })
}

/** An address of the number's own to prove it from: wrong codes and passwords count by address too. */
function homeOf(phone: string): string {
  const number = Number(phone.slice(-8))
  return `127.${1 + ((number >> 16) % 254)}.${(number >> 8) & 255}.${number & 255}`
}

/** The newest code that went to a number. */
export async function readCode(asker: Asker, phone: string): Promise<string> {
  const answer = await asker.ask({ path: `/dev/inbox?phone=${phone}` })
  const messages = accepted(answer).messages as readonly { readonly code: string }[] | undefined
  const code = messages?.find((message) => message.code !== '')?.code
  if (code === undefined) throw new WrongAnswer(`no message to ${phone}: ${answer.text}`)
  return code
}

/** The object of a 200; throws for everything else. */
export function accepted(answer: Answer): Readonly<Record<string, unknown>> {
  if (answer.status !== 200) throw new WrongAnswer(`${answer.status} ${answer.text}`)
  return answer.json
}

/** `data` of an element's success. */
export function acceptedData(answer: Answer): Readonly<Record<string, unknown>> {
  const { data } = accepted(answer)
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

export function textOf(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new WrongAnswer(`no ${name} in ${JSON.stringify(values)}`)
  return value
}

/** The code of a refusal, at either face; empty for anything else. */
export function refusalOf({ json }: Answer): string {
  const { error_code: sdk, errmsg, error } = json
  if (typeof sdk === 'string') return sdk
  if (typeof errmsg === 'string') return errmsg.split(':')[0] ?? ''
  return typeof error === 'string' ? error : ''
}
