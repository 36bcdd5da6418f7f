/** The tenant that is looked at, and paths of the API that ask for it. */
import { type Query, withQuery } from './admin-server.ts'
import { usePlace } from './place.ts'

export function tenantOf(query: URLSearchParams): string {
  return query.get('tenant') || 'default'
}

/** `inTenant('users', { limit: 20 })`; the default tenant needs no name. */
export function useTenant() {
  const tenant = tenantOf(usePlace().query)
  const named = tenant === 'default' ? undefined : tenant
  return {
    tenant,
    /** For the body of a call. */
    inBody: named === undefined ? {} : { tenant: named },
    inTenant: (path: string, query: Query = {}) => withQuery(path, { tenant: named, ...query }),
  }
}
