/** How the pages lead to each other, for the same client and tenant. */
type Visit = { readonly clientId: string | undefined; readonly tenantId: string | undefined }

/** `place`: what is opened there; '' is the whole page. */
export function accountAddress(visit: Visit, place = ''): string {
  const query = queryOf(visit).toString()
  return `/account${query === '' ? '' : `?${query}`}${place === '' ? '' : `#${place}`}`
}

/** Back to the account after a login; `isAnew`: also of who is signed in. */
export function loginForAccount(visit: Visit, place: string, isAnew = false): string {
  const query = queryOf(visit)
  query.set('next', place === '' ? 'account' : `account/${place}`)
  if (isAnew) query.set('prompt', 'login')
  return `/login?${query}`
}

/** What opens the request for another number on the login page. */
export const lostNumberHash = '#lost-number'

export function lostNumberAddress(visit: Visit): string {
  return `${loginForAccount(visit, '')}${lostNumberHash}`
}

function queryOf({ clientId, tenantId }: Visit): URLSearchParams {
  const query = new URLSearchParams()
  if (clientId !== undefined) query.set('client_id', clientId)
  if (tenantId !== undefined) query.set('tenant_id', tenantId)
  return query
}
