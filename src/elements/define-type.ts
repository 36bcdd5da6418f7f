/**
 * How a Type declares its functions, once: from the declaration come the argument checks, positional and named
 * calling, the TypeScript types, the HTTP face and the OpenAPI document (spec 1, "Calling an element").
 */
import Type, { type Static, type TSchema } from 'typebox'
import type { CallerKind, Language } from './caller.ts'

/** What a text parameter takes: a string, or any object with a string `value`. */
export type Stext = string | { readonly value: string }

export type Param = {
  readonly name: string
  readonly schema: TSchema
  readonly optional: boolean
}

export type FunctionDeclaration = {
  readonly params: readonly Param[]
  readonly result: TSchema
  /** Who may call. A call by another kind is `LOGIN_REQUIRED` or `FORBIDDEN`. */
  readonly callers: readonly CallerKind[]
  /** Can it be reached over HTTP? */
  readonly exposed: boolean
  /** One sentence for the API document. */
  readonly summary: string
}

export type FunctionDeclarations = Readonly<Record<string, FunctionDeclaration>>

/** Texts of a refusal code in every language; `{name}` stands for a detail of the refusal. */
export type RefusalTexts = Readonly<Record<string, Readonly<Record<Language, string>>>>

/** A required parameter. */
export function param<const N extends string, S extends TSchema>(name: N, schema: S) {
  return { name, schema, optional: false } as const
}

/** A parameter that may be left out; none that is required may follow it. */
export function optionalParam<const N extends string, S extends TSchema>(name: N, schema: S) {
  return { name, schema, optional: true } as const
}

/** Declares the functions of a Type. Extend an official Type's with `{ ...phoneFunctions, … }`. */
export function defineFunctions<const F extends FunctionDeclarations>(functions: F): F {
  return functions
}

/** A text of `maxLength` UTF-16 units at most. */
export function text(maxLength: number, description?: string) {
  return Type.String({ maxLength, ...(description === undefined ? {} : { description }) })
}

/** A parameter of this name may hold only the caller's own id when the caller is a user (spec 1). */
export const ownUserParam = 'userId'

type Argument<S extends TSchema> = Static<S> extends string ? Stext : Static<S>

type Positional<P extends readonly Param[]> = P extends readonly [
  infer Head extends Param,
  ...infer Rest extends readonly Param[],
]
  ? Head['optional'] extends true
    ? [value?: Argument<Head['schema']>, ...rest: Positional<Rest>]
    : [value: Argument<Head['schema']>, ...rest: Positional<Rest>]
  : []

type Named<P extends readonly Param[]> = {
  readonly [One in P[number] as One['optional'] extends true ? never : One['name']]: Argument<One['schema']>
} & {
  readonly [One in P[number] as One['optional'] extends true ? One['name'] : never]?: Argument<One['schema']>
}

/** A function of an element as callers see it: positional or with one object of named arguments. */
export type ElementFunction<D extends FunctionDeclaration> = {
  (...args: Positional<D['params']>): Promise<Static<D['result']>>
  (named: Named<D['params']>): Promise<Static<D['result']>>
}

/** The functions of an element as callers see them. */
export type ElementFunctions<F extends FunctionDeclarations> = {
  readonly [Name in keyof F]: ElementFunction<F[Name]>
}
