/**
 * How a call of the SDK API is declared, once: from the declaration come the checks of its fields, what leaves
 * with its answer, and its part of the API document.
 */
import type { Static, TSchema } from 'typebox'
import type { SdkErrorName } from './error-codes.ts'

/** A text of the body. */
export type SdkField = {
  readonly name: string
  readonly description: string
  /** The error where the field is absent or blank; a field without one may be left out. */
  readonly empty?: SdkErrorName
}

export type SdkCall = {
  /** Below `/api/v2`. */
  readonly path: string
  readonly summary: string
  /** Checked in this order. */
  readonly fields: readonly SdkField[]
  /** Does the header `session-token` say whose session is meant? */
  readonly session?: true
  /** Without one the answer is an empty body. */
  readonly answer?: TSchema
  /** What it may answer besides what every call may. */
  readonly errors: readonly SdkErrorName[]
}

export type FieldsOf<C extends SdkCall> = {
  readonly [F in C['fields'][number] as F['name']]: F extends { readonly empty: SdkErrorName }
    ? string
    : string | undefined
}

/** What the call's own code gives; anything where the answer is empty. */
export type AnswerOf<C extends SdkCall> = C extends { readonly answer: infer S extends TSchema }
  ? Static<S>
  : unknown

/** Errors of every call: headers, then the body. */
export const generalErrors: readonly SdkErrorName[] = [
  'deviceIncomplete',
  'clientIdEmpty',
  'clientUnknown',
  'tenantUnknown',
  'bodyInvalid',
  'bodyTooLarge',
  'requestInvalid',
  'busy',
]

export function defineCall<const C extends SdkCall>(call: C): C {
  return call
}
