/** What declarations of the admin API share. */
import Type, { type TSchema } from 'typebox'
import { tenantIdPattern } from '../../tenants/tenant.ts'

export const strict = { additionalProperties: false }

export const time = Type.Integer({ description: 'Milliseconds since the epoch.' })

/** For query and body. */
export const ofTenant = {
  tenant: Type.Optional(
    Type.String({ pattern: tenantIdPattern, default: 'default', description: 'Id of the tenant.' }),
  ),
}

export const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }))

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

const usualLimit = 50

export const pageQuery = {
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: usualLimit })),
}

/** Where the caller asks for no number of items. */
export const limitOf = ({ limit = usualLimit }: { readonly limit?: number | undefined }) => limit

/** A page of a list; without `next` it is the last one. */
export const listOf = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: nullable(Type.String()) })
