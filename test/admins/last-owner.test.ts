/** Somebody is always left who can make administrators: also of two owners who end each other at the same moment. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { type AdminStore, createAdminStore } from '../../src/admins/admin-store.ts'
import { refuse } from '../../src/base/refusal.ts'
import type { Step } from '../../src/storage/database.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { onPostgres, untilSomeWait } from '../support/postgres-server.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'

const demote = (admins: AdminStore, id: string) => admins.setRole(id, 'auditor', () => refuse('FORBIDDEN'))
const remove = (admins: AdminStore, id: string) => admins.remove(id)

type Act = (admins: AdminStore, id: string) => Step[]

const races: readonly [string, Act, Act][] = [
  ['who remove each other', remove, remove],
  ['who demote each other', demote, demote],
  ['of whom one removes and one demotes', remove, demote],
]

await onPostgres(races.length, () => {
  for (const [name, endAmy, endBob] of races)
    test(`of two owners ${name} at once one is left`, async (t) => {
      const { url, drop } = await createMigratedDatabase()
      const database = openPostgresDatabase(url)
      const holder = new pg.Client({ connectionString: url })
      t.after(async () => {
        await holder.end()
        await database.close()
        await drop()
      })
      const admins = createAdminStore(database)
      const owner = { role: 'owner', password: 'none', created_at: 1 } as const
      const made = ['amy', 'bob'].map((id) => admins.insert({ ...owner, id, name: id }))
      await database.commit(made)
      // Both acts have begun and seen both owners when the rows are let go.
      await holder.connect()
      await holder.query('begin')
      await holder.query('update admins set created_at = 2')
      const acts = Promise.allSettled([
        database.commit(endAmy(admins, 'amy')),
        database.commit(endBob(admins, 'bob')),
      ])
      await untilSomeWait(url, 2)
      await holder.query('commit')
      const results = (await acts).map(({ status }) => status)
      assert.deepEqual(results.toSorted(), ['fulfilled', 'rejected'])
      const owners = (await admins.list()).filter(({ role }) => role === 'owner')
      assert.equal(owners.length, 1)
    })
})
