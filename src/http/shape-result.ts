/**
 * What leaves with an answer: only what its schema lists (spec 6, D2). The value itself is not touched: rows give
 * their plain values (`toDict`), everything else is copied.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Copies what a schema lists. */
type Shape = (value: unknown) => unknown

type Prepared = { readonly shape: Shape; readonly matches: (value: unknown) => boolean }

const prepared = new WeakMap<TSchema, Prepared>()

/**
 * Throws where the value does not fit its schema: a defect of whoever declared it, so nothing of it leaves.
 * `what` names the declaration in the log.
 */
export function shapeResult(schema: TSchema, value: unknown, what: string): unknown {
  let known = prepared.get(schema)
  if (known === undefined) {
    const validator = Compile(schema)
    known = { shape: shapeOf(schema, definitionsOf(schema)), matches: (shaped) => validator.Check(shaped) }
    prepared.set(schema, known)
  }
  const shaped = known.shape(value)
  if (known.matches(shaped)) return shaped
  if (value === undefined && known.matches(null)) return null
  throw new Error(`the result of ${what} does not match its schema`)
}

/** The keywords of JSON Schema that say what a value may hold. */
type JsonSchema = {
  readonly type?: unknown
  readonly const?: unknown
  readonly enum?: unknown
  readonly $ref?: string
  readonly $defs?: Definitions
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: boolean | JsonSchema | readonly JsonSchema[]
  readonly prefixItems?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

type Definitions = Readonly<Record<string, JsonSchema>>

function definitionsOf(schema: TSchema): Definitions {
  return (schema as JsonSchema).$defs ?? {}
}

function shapeOf(schema: JsonSchema | boolean, definitions: Definitions): Shape {
  if (typeof schema === 'boolean') return copyAll
  if (schema.$ref !== undefined) return referred(schema.$ref, definitions)
  const forms = schema.anyOf ?? schema.oneOf
  if (forms !== undefined) return oneOf(forms, definitions)
  if (schema.allOf !== undefined) return allOf(schema.allOf, definitions)
  if (schema.type === 'object' || schema.properties !== undefined) return objectShape(schema, definitions)
  if (schema.type === 'array' || schema.items !== undefined) return arrayShape(schema, definitions)
  const isBare = schema.type === undefined && schema.const === undefined && schema.enum === undefined
  return isBare ? copyAll : scalar
}

const scalar: Shape = (value) => {
  const plain = plainOf(value)
  return typeof plain === 'object' && plain !== null ? undefined : plain
}

/** Made at the first use, since a definition may refer to itself. */
function referred(ref: string, definitions: Definitions): Shape {
  const name = ref.replace('#/$defs/', '')
  let shape: Shape | undefined
  return (value) => {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
    shape ??= definition === undefined ? () => undefined : shapeOf(definition, definitions)
    return shape(value)
  }
}

/** The first form that the value fits once it is shaped by it. */
function oneOf(forms: readonly JsonSchema[], definitions: Definitions): Shape {
  const shapes = forms.map((form) => shapeOf(form, definitions))
  if (shapes.every((shape) => shape === scalar)) return scalar
  const checkers = forms.map((form) => Compile({ $defs: definitions, ...form } as TSchema))
  return (value) => {
    for (const [i, shape] of shapes.entries()) {
      const shaped = shape(value)
      if (checkers[i]?.Check(shaped) === true) return shaped
    }
    return undefined
  }
}

function allOf(parts: readonly JsonSchema[], definitions: Definitions): Shape {
  const shapes = parts.map((part) => shapeOf(part, definitions))
  return (value) => {
    const shaped = shapes.map((shape) => shape(value))
    return shaped.every(isObject) ? Object.assign({}, ...shaped) : shaped[0]
  }
}

function objectShape(schema: JsonSchema, definitions: Definitions): Shape {
  const { properties = {}, patternProperties = {}, additionalProperties } = schema
  const own = Object.entries(properties).map(([name, inner]) => [name, shapeOf(inner, definitions)] as const)
  const patterns = Object.entries(patternProperties).map(
    ([pattern, inner]) => [new RegExp(pattern, 'u'), shapeOf(inner, definitions)] as const,
  )
  const others =
    additionalProperties === undefined || additionalProperties === false
      ? undefined
      : shapeOf(additionalProperties, definitions)
  const shapeOfOther = (name: string) => patterns.find(([pattern]) => pattern.test(name))?.[1] ?? others
  const hasOthers = patterns.length > 0 || others !== undefined
  return (value) => {
    const source = plainOf(value)
    if (!isObject(source) || Array.isArray(source)) return undefined
    const shaped = emptyObject()
    for (const [name, shape] of own) put(shaped, name, shape, source[name])
    if (!hasOthers) return shaped
    for (const name of Object.keys(source)) {
      const shape = Object.hasOwn(properties, name) ? undefined : shapeOfOther(name)
      if (shape !== undefined) put(shaped, name, shape, source[name])
    }
    return shaped
  }
}

function put(shaped: Record<string, unknown>, name: string, shape: Shape, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') shaped[name] = shape(value)
}

function arrayShape({ items, prefixItems }: JsonSchema, definitions: Definitions): Shape {
  const first = (prefixItems ?? (isList(items) ? items : [])).map((item) => shapeOf(item, definitions))
  const rest = shapeOf(items === undefined || isList(items) ? true : items, definitions)
  return (value) => {
    const source = plainOf(value)
    return Array.isArray(source) ? source.map((item, i) => (first[i] ?? rest)(item)) : undefined
  }
}

function copyAll(value: unknown): unknown {
  const source = plainOf(value)
  if (typeof source === 'function') return undefined
  if (Array.isArray(source)) return source.map(copyAll)
  if (!isObject(source)) return source
  const copy = emptyObject()
  for (const name of Object.keys(source)) put(copy, name, copyAll, source[name])
  return copy
}

/** A row as its plain values, a date as JSON writes it. */
function plainOf(value: unknown): unknown {
  if (!isObject(value)) return value
  if (typeof value.toDict === 'function') return value.toDict()
  return typeof value.toJSON === 'function' ? value.toJSON() : value
}

/** Without a prototype, so that no name of a property means something else. */
function emptyObject(): Record<string, unknown> {
  return Object.create(null)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isList(items: JsonSchema['items']): items is readonly JsonSchema[] {
  return Array.isArray(items)
}
