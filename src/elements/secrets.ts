/**
 * Settings that a Type's schema marks secret: `Type.String({ secret: true })`; with `digest: true` what stands there is
 * a digest of the secret, which opens nothing; with `literal: true` it is meant to stand in the file. And those that it
 * marks `destination: true`: where secrets are sent.
 */
import type { TSchema } from 'typebox'

const mask = '******'

/** `settings` with everything that is marked secret replaced by `******`. */
export function maskSecrets(schema: TSchema, settings: unknown): unknown {
  const secrets = new Set(secretPaths(schema, settings).map(toKey))
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (secrets.has(toKey(path))) return mask
    if (Array.isArray(value)) return value.map((item, i) => visit(item, [...path, String(i)]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]))
  }
  return visit(settings, [])
}

/** Where secrets stand in `settings`. A schema of several forms marks whatever one of them marks. */
export function secretPaths(schema: TSchema, settings: unknown): string[][] {
  return findPaths(schema, settings, (one) => one.secret === true)
}

/** As `secretPaths`, without digests and what is meant to stand there: what the environment should hold. */
export function environmentSecretPaths(schema: TSchema, settings: unknown): string[][] {
  return findPaths(
    schema,
    settings,
    (one) => one.secret === true && one.digest !== true && one.literal !== true,
  )
}

/** Where in `settings` stands what secrets are sent to. */
export function destinationPaths(schema: TSchema, settings: unknown): string[][] {
  return findPaths(schema, settings, (one) => one.destination === true)
}

function findPaths(schema: TSchema, settings: unknown, wanted: Search['wanted']): string[][] {
  const found: string[][] = []
  const definitions = (schema as JsonSchema).$defs ?? {}
  visitSchema({ definitions, found, wanted }, schema as JsonSchema, settings, [])
  return found
}

function toKey(path: readonly string[]): string {
  return JSON.stringify(path)
}

/** The keywords of JSON Schema that lead to other schemas. */
type JsonSchema = {
  readonly secret?: unknown
  readonly digest?: unknown
  readonly literal?: unknown
  readonly destination?: unknown
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: boolean | JsonSchema | readonly JsonSchema[]
  readonly prefixItems?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

type Search = {
  readonly definitions: Readonly<Record<string, JsonSchema>>
  readonly found: string[][]
  readonly wanted: (schema: JsonSchema) => boolean
}

function visitSchema(search: Search, schema: JsonSchema, value: unknown, path: readonly string[]): void {
  if (value === undefined) return
  if (search.wanted(schema)) {
    search.found.push([...path])
    return
  }
  for (const form of [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...referred(search, schema),
  ])
    visitSchema(search, form, value, path)
  if (typeof value !== 'object' || value === null) return
  const inner = Array.isArray(value) ? itemSchemas : propertySchemas
  for (const [key, item] of Object.entries(value))
    for (const one of inner(schema, key)) visitSchema(search, one, item, [...path, key])
}

function referred({ definitions }: Search, { $ref }: JsonSchema): JsonSchema[] {
  const definition = $ref === undefined ? undefined : definitions[$ref.replace('#/$defs/', '')]
  return definition === undefined ? [] : [definition]
}

function propertySchemas(schema: JsonSchema, key: string): JsonSchema[] {
  const own = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : undefined
  const byPattern = Object.entries(schema.patternProperties ?? {}).flatMap(([pattern, one]) =>
    new RegExp(pattern, 'u').test(key) ? [one] : [],
  )
  const known = own === undefined ? byPattern : [own, ...byPattern]
  if (known.length > 0) return known
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []
}

function itemSchemas({ items, prefixItems }: JsonSchema, key: string): JsonSchema[] {
  const tuple = prefixItems ?? (Array.isArray(items) ? (items as readonly JsonSchema[]) : [])
  const own = tuple[Number(key)]
  if (own !== undefined) return [own]
  return typeof items === 'object' && !Array.isArray(items) ? [items as JsonSchema] : []
}
