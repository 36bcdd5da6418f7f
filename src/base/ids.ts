/** Identifiers that must not be mistaken for one another. They are made once, at the edge or in their room. */
export type TenantId = string & { readonly brand: 'TenantId' }
export type UserId = string & { readonly brand: 'UserId' }
export type SessionId = string & { readonly brand: 'SessionId' }
export type ClientId = string & { readonly brand: 'ClientId' }

/** Lower-case tenant of an installation that has no other. */
export const defaultTenant = 'default' as TenantId
