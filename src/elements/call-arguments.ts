/** The arguments of one call: positional or named, texts taken out of their objects, each checked by its schema. */
import type { TSchema } from 'typebox'
import Type from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Check } from 'typebox/value'
import { type Refusal, refuse } from '../base/refusal.ts'
import type { FunctionDeclaration, Param } from './define-type.ts'
import { findForbiddenKey } from './element-name.ts'
import { toPointer } from './fault.ts'
import { schemaFaults } from './schema-faults.ts'

/** Arguments by parameter name, in an object without a prototype. */
export type NamedArguments = Readonly<Record<string, unknown>>

/** What a declaration needs at every call, made at the first. */
type Prepared = {
  readonly checker: Validator
  readonly params: ReadonlyMap<string, Param>
  /** Parameters that take a text, so also an object with a string `value`. */
  readonly texts: ReadonlySet<string>
}

const preparations = new WeakMap<FunctionDeclaration, Prepared>()
const mostFaultsOfOne = 8

/** The JSON Schema of the named arguments. */
export function argumentsSchema({ params }: FunctionDeclaration): TSchema {
  const properties = Object.fromEntries(
    params.map(({ name, schema, optional }) => [name, optional ? Type.Optional(schema) : schema]),
  )
  return Type.Object(properties, { additionalProperties: false })
}

/** Arguments as TypeScript passes them: one plain object is named arguments unless it can only be the first one. */
export function readArguments(declaration: FunctionDeclaration, args: readonly unknown[]): NamedArguments {
  const [first] = args
  if (args.length === 1 && isPlainObject(first) && isNamed(declaration, first))
    return readNamed(declaration, first)
  const { params } = declaration
  if (args.length > params.length) throw wrongArguments([[`#${params.length + 1}`, 'is one too many']])
  return check(
    declaration,
    params.slice(0, args.length).map(({ name }, i) => [name, args[i]]),
  )
}

/** Arguments as JSON brings them: always named. */
export function readNamed(declaration: FunctionDeclaration, named: unknown): NamedArguments {
  if (!isPlainObject(named)) throw wrongArguments([['arguments', 'must be one object of named arguments']])
  return check(declaration, Object.entries(named))
}

function isNamed(declaration: FunctionDeclaration, object: Readonly<Record<string, unknown>>): boolean {
  const [first] = declaration.params
  const { params, texts } = prepare(declaration)
  if (first === undefined || Object.keys(object).some((key) => params.has(key))) return true
  return texts.has(first.name) ? textOf(object) === object : !Check(first.schema, object)
}

function check(
  declaration: FunctionDeclaration,
  entries: readonly (readonly [string, unknown])[],
): NamedArguments {
  const prepared = prepare(declaration)
  const named: Record<string, unknown> = Object.create(null)
  for (const [name, value] of entries)
    if (value !== undefined) named[name] = prepared.texts.has(name) ? textOf(value) : value
  if (!prepared.checker.Check(named)) throw wrongArguments(faultsOf(prepared, named))
  for (const name in named) requireSafeKeys(name, named[name])
  return named
}

function requireSafeKeys(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const path = findForbiddenKey(value)
  if (path !== undefined)
    throw wrongArguments([[name, `holds a key that no JSON may hold: ${toPointer(path)}`]])
}

function faultsOf({ params }: Prepared, named: NamedArguments): (readonly [string, string])[] {
  const unknown = Object.keys(named).filter((name) => !params.has(name))
  const wrong = [...params.values()].flatMap(({ name, schema, optional }) => {
    if (!(name in named)) return optional ? [] : [[name, 'is missing'] as const]
    const faults = schemaFaults(schema, named[name], mostFaultsOfOne)
    const messages = faults.map(({ pointer, message }) => `${pointer} ${message}`.trimStart())
    return messages.length === 0 ? [] : [[name, messages.join(', ')] as const]
  })
  return [...unknown.map((name) => [name, 'is unknown'] as const), ...wrong]
}

function wrongArguments(faults: readonly (readonly [string, string])[]): Refusal {
  return refuse('API_PARAMS_ERROR', { arguments: Object.fromEntries(faults) })
}

function prepare(declaration: FunctionDeclaration): Prepared {
  const known = preparations.get(declaration)
  if (known !== undefined) return known
  const { params } = declaration
  const prepared = {
    checker: Compile(argumentsSchema(declaration)),
    params: new Map(params.map((param) => [param.name, param])),
    texts: new Set(params.filter(({ schema }) => isText(schema)).map(({ name }) => name)),
  }
  preparations.set(declaration, prepared)
  return prepared
}

/** Does the schema take strings only? The same question that the types answer with `Stext`. */
function isText(schema: TSchema): boolean {
  const { type, const: only, enum: values, anyOf } = schema as Readonly<Record<string, unknown>>
  if (type === 'string' || typeof only === 'string') return true
  if (Array.isArray(values)) return values.every((value) => typeof value === 'string')
  return Array.isArray(anyOf) && anyOf.every(isText)
}

/** The `value` of an Stext object, anything else as it is. */
function textOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const inner = (value as { readonly value?: unknown }).value
  return typeof inner === 'string' ? inner : value
}

/** An object literal or parsed JSON: no instance of a class, such as a user row. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
