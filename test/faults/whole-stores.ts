/** The stores of a stopped program: no page of a file is damaged, and no transaction was half made. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

/** Each counts rows that only half a transaction can leave behind. */
const halves = {
  'bindings without a user': `select count(*) as n from phone_bindings b where not exists
    (select 1 from users u where u.tenant_id = b.tenant_id and u.id = b.user_id)`,
  'living sessions without a user': `select count(*) as n from sessions s where s.expires_at > :now
    and not exists (select 1 from users u where u.tenant_id = s.tenant_id and u.id = s.user_id)`,
  'users whose number is not their binding': `select count(*) as n from users u where u.phone is distinct from
    (select b.phone from phone_bindings b where b.tenant_id = u.tenant_id and b.user_id = u.id)`,
  'users whose login methods are miscounted': `select count(*) as n from users u where u.login_methods <>
    (select count(*) from phone_bindings b where b.tenant_id = u.tenant_id and b.user_id = u.id) +
    (select count(*) from password_bindings b where b.tenant_id = u.tenant_id and b.user_id = u.id)`,
  'users without an organisation': `select count(*) as n from users u where not exists
    (select 1 from corp_members m where m.tenant_id = u.tenant_id and m.user_id = u.id)`,
  'sessions of the same code': 'select count(*) - count(distinct origin_id) as n from sessions',
}

export function assertWholeStores(data: string, when: string): void {
  const durable = new DatabaseSync(join(data, 'latchkey.sqlite'), { readOnly: true })
  const ephemeral = new DatabaseSync(join(data, 'ephemeral.sqlite'), { readOnly: true })
  try {
    for (const file of [durable, ephemeral])
      assert.deepEqual({ ...file.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' }, when)
    const counts = Object.entries(halves).map(([what, sql]) => [what, durable.prepare(atNow(sql)).get()?.n])
    assert.deepEqual(counts, noHalves, when)
  } finally {
    durable.close()
    ephemeral.close()
  }
}

export async function assertWholeDatabase(url: string, when: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const counts: [string, number][] = []
    for (const [what, sql] of Object.entries(halves))
      counts.push([what, Number((await client.query(atNow(sql))).rows[0]?.n)])
    assert.deepEqual(counts, noHalves, when)
  } finally {
    await client.end()
  }
}

const noHalves = Object.keys(halves).map((what) => [what, 0])

function atNow(sql: string): string {
  return sql.replace(':now', String(Date.now()))
}
