/** What users agreed to, and when: one row for a user, a client, a text and its version. Nothing of it is changed. */
import type { ClientId, TenantId, UserId } from '../base/ids.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'

/** A text in one version. */
export type AgreementVersion = { readonly name: string; readonly version: string }

export type GivenAgreement = AgreementVersion & {
  readonly clientId: string
  /** Epoch milliseconds of the first time. */
  readonly agreedAt: number
}

type Row = {
  readonly client_id: string
  readonly name: string
  readonly version: string
  readonly agreed_at: number
}

const listAgreements = statement<[tenant: string, user: string], Row>(
  'agreements.list',
  `select client_id, name, version, agreed_at from agreements where tenant_id = ? and user_id = ?
   order by client_id, name, version`,
)
const insertAgreement = statement<
  [tenant: string, user: string, client: string, name: string, version: string, at: number]
>(
  'agreements.insert',
  `insert into agreements (tenant_id, user_id, client_id, name, version, agreed_at) values (?, ?, ?, ?, ?, ?)
   on conflict do nothing`,
)
const removeAgreements = statement<[tenant: string, user: string]>(
  'agreements.remove-all',
  'delete from agreements where tenant_id = ? and user_id = ?',
)

/** Who agrees, at which client. */
export type AgreementOwner = {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly clientId: ClientId
}

export interface AgreementStore {
  list(tenantId: TenantId, userId: UserId): Promise<GivenAgreement[]>
  /** As a step; what was agreed to before keeps its time. */
  insert(owner: AgreementOwner, agreement: AgreementVersion, now: number): Step
  removeAll(tenantId: TenantId, userId: UserId): Step
}

export function createAgreementStore(database: Database): AgreementStore {
  return {
    async list(tenantId, userId) {
      const rows = await database.all(listAgreements, [tenantId, userId])
      return rows.map(({ client_id: clientId, name, version, agreed_at: agreedAt }) => ({
        clientId,
        name,
        version,
        agreedAt,
      }))
    },
    insert: ({ tenantId, userId, clientId }, { name, version }, now) =>
      step(insertAgreement, [tenantId, userId, clientId, name, version, now]),
    removeAll: (tenantId, userId) => step(removeAgreements, [tenantId, userId]),
  }
}
