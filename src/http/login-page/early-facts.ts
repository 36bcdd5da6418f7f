/** Lets a browser ask what the login page shows while it still loads the page's script. */
import { loginPageFacts } from './login-page-calls.ts'

/**
 * The value of a `Link` header for a document with this query: the very call that the page makes. Nothing where the
 * page will name a tenant, which is told in a header of its call.
 */
export function earlyFacts(query: Readonly<Record<string, unknown>>): string | undefined {
  const asked = new URLSearchParams()
  for (const name of ['client_id', 'redirect_uri'] as const) {
    const value = query[name]
    if (typeof value === 'string') asked.set(name, value)
    else if (value !== undefined) return undefined
  }
  if (query.tenant_id !== undefined) return undefined
  return `<${loginPageFacts.path}?${asked}>; rel=preload; as=fetch; crossorigin`
}
