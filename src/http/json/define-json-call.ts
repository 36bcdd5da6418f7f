/**
 * How a call of our own pages and of operators is declared, once: JSON in, JSON out. From the declaration come the
 * checks of what it is sent, what leaves with its answer, and its part of the API document.
 */
import type { Static, TObject, TSchema } from 'typebox'
import type { RefusalCode } from '../../wire/refusal-codes.ts'

/** Who shows what: nobody anything, a browser its session's cookie, a program its client. For the API document. */
export type JsonCallSecurity = 'none' | 'session' | 'client' | 'admin'

export type JsonCall = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the root; parts that vary as `:name`. */
  readonly path: string
  /** Group in the API document. */
  readonly tag: string
  readonly summary: string
  readonly security: JsonCallSecurity
  /** Its texts are read as what the schema asks for: `limit=20` may be an integer. */
  readonly query?: TObject
  readonly body?: TObject
  /** Without one the answer is 204 with no body. */
  readonly answer?: TSchema
  /** What it may refuse besides what every call may. */
  readonly errors?: readonly RefusalCode[]
}

export type QueryOf<C extends JsonCall> = C extends { readonly query: infer S extends TObject }
  ? Static<S>
  : undefined
export type BodyOf<C extends JsonCall> = C extends { readonly body: infer S extends TObject }
  ? Static<S>
  : undefined
export type AnswerOf<C extends JsonCall> = C extends { readonly answer: infer S extends TSchema }
  ? Static<S>
  : unknown

/** What `:name` parts of a path are called. */
export type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & ParamsOf<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown

/** What every one of them may refuse. */
export const errorsOfAll: readonly RefusalCode[] = ['API_PARAMS_ERROR', 'BUSY', 'STORE_UNAVAILABLE']

export function defineJsonCall<const C extends JsonCall>(call: C): C {
  return call
}
