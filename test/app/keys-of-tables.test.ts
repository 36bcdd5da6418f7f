/** Tables can be spread over machines by tenant only where every key holds it: which do, and why the others do not. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { openTestApp } from '../support/open-test-app.ts'

/** Keys without the tenant; docs/guide/scale.md says the same. */
const withoutTenant: Readonly<Record<string, string>> = {
  'admin_invites (id)': 'administrators are of the installation',
  'admin_keys (digest)': 'administrators are of the installation',
  'admin_keys (id)': 'administrators are of the installation',
  'admin_sessions (id)': 'administrators are of the installation',
  'admins (id)': 'administrators are of the installation',
  'admins (name)': 'administrators are of the installation',
  'audit (id)': 'a number in the order of writing; nothing is looked up by it',
  'element_edits (app_id, full_name)': 'of the installation',
  'audit_hours_place (name)': 'of the installation: how far the sweeper has counted',
  'element_versions (app_id)': 'of the installation',
  'event_deliveries (subscriber_id, event_id)': 'both ids are random and belong to one tenant',
  'event_subscribers (id)': 'a random id',
  'events (id)': 'a random id',
  'migrations (id)': 'of the installation',
  'password_salts (login_type, salt_id)': 'of an element, for all its tenants',
  'sessions (origin_id)': 'a random id, which must be used once whatever the tenant',
  'sessions (token_hash)': 'a session is found by its token, which names no tenant',
  'signing_keys (algorithm, state)': 'of the installation: one issuer for all tenants',
  'signing_keys (kid)': 'of the installation: one issuer for all tenants',
  'sms_messages (id)': 'a random id',
  'tenants (id)': 'is the tenant',
  'webhook_endpoints (id)': 'a random id',
}

type Key = { readonly table: string; readonly columns: string }

/** Primary and unique keys; an integer primary key has no index of its own. */
const keysSql = `
  select t.name as "table", group_concat(c.name, ', ' order by c.seqno) as columns
  from sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
  where t.type = 'table' and i."unique" = 1 group by t.name, i.name
  union all
  select t.name, c.name from sqlite_schema t, pragma_table_info(t.name) c
  where t.type = 'table' and c.pk = 1 and lower(c.type) = 'integer' order by 1, 2`

describe('the tenant in keys', () => {
  test('every primary and unique key begins with it, but for those with a reason', async (t) => {
    const opened = await openTestApp(t, { databaseUrl: undefined })
    const file = new DatabaseSync(`${opened.data}/latchkey.sqlite`)
    t.after(() => file.close())
    const keys = file.prepare(keysSql).all() as Key[]
    assert.ok(keys.length > 15)
    const others = keys.filter(({ columns }) => !columns.startsWith('tenant_id'))
    assert.deepEqual(
      others.map(({ table, columns }) => `${table} (${columns})`).toSorted(),
      Object.keys(withoutTenant).toSorted(),
    )
  })
})
