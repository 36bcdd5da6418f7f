/**
 * How a call of the SDK API is declared, once: from the declaration come the checks of its fields, what leaves
 * with its answer, and its part of the API document.
 */
import type { Static, TSchema } from 'typebox'
import type { SdkErrorName } from './error-codes.ts'

/** A text of the body, or an object where it says so. */
export type SdkField = {
  readonly name: string
  readonly description: string
  /** The error where the field is absent or blank; a field without one may be left out. */
  readonly empty?: SdkErrorName
  /** The error where it is absent and nobody is signed in. */
  readonly emptyUnlessSignedIn?: SdkErrorName
  readonly object?: true
}

export type SdkCall = {
  /** Below `/api/v2`. */
  readonly path: string
  /** `POST` where it is left out. */
  readonly method?: 'GET'
  readonly summary: string
  /** May the query `type` say which kind of captcha is asked for? */
  readonly captchaType?: true
  /** May the fields come in the query where there is no body? */
  readonly query?: true
  /** Checked in this order. */
  readonly fields: readonly SdkField[]
  /** Does the header `session-token` say whose session is meant? */
  readonly session?: true
  /** Does the header `X-state-token` carry the login that goes on? */
  readonly state?: 'required' | 'optional'
  /** Is the caller signed in, by `Authorization: Bearer <id_token>`? */
  readonly idToken?: 'required' | 'optional'
  /** A call of a back end: instead of the device's headers its client's secret, or an access token. */
  readonly backend?: 'secret' | 'token'
  /** Without one the answer is an empty body. */
  readonly answer?: TSchema
  /** What it may answer besides what every call may. */
  readonly errors: readonly SdkErrorName[]
}

export type FieldsOf<C extends SdkCall> = {
  readonly [F in C['fields'][number] as F['name']]: F extends { readonly empty: SdkErrorName }
    ? string
    : (F extends { readonly object: true } ? Readonly<Record<string, unknown>> : string) | undefined
}

/** What the call's own code gives; anything where the answer is empty. */
export type AnswerOf<C extends SdkCall> = C extends { readonly answer: infer S extends TSchema }
  ? Static<S>
  : unknown

const generalErrors: readonly SdkErrorName[] = [
  'deviceIncomplete',
  'clientIdEmpty',
  'clientUnknown',
  'tenantUnknown',
  'contentTypeWrong',
  'bodyInvalid',
  'bodyTooLarge',
  'requestInvalid',
  'busy',
]

/** Errors of every call of this declaration: headers, then the body. */
export function errorsOf({ backend, errors }: SdkCall): readonly SdkErrorName[] {
  if (backend === undefined) return [...generalErrors, ...errors]
  const isOfDevice = new Set<SdkErrorName>(['deviceIncomplete', 'clientIdEmpty', 'clientUnknown'])
  const shown = backend === 'secret' ? 'clientSecretWrong' : 'accessTokenInvalid'
  return [...new Set([shown, ...generalErrors.filter((name) => !isOfDevice.has(name)), ...errors] as const)]
}

export function defineCall<const C extends SdkCall>(call: C): C {
  return call
}
