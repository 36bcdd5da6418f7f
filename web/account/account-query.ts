/** Whose page it is, as the address says. */
export type AccountQuery = {
  readonly clientId: string | undefined
  readonly tenantId: string | undefined
  /** ui_locales or lang. */
  readonly locales: string | null
}

export function readAccountQuery(search: string): AccountQuery {
  const query = new URLSearchParams(search)
  return {
    clientId: query.get('client_id') ?? undefined,
    tenantId: query.get('tenant_id') ?? undefined,
    locales: query.get('ui_locales') ?? query.get('lang'),
  }
}
