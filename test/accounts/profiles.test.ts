/** Profiles in an operator's work: shown, imported, and gone with their user. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UserId } from '../../src/base/ids.ts'
import { importText } from './import-file.ts'
import { openAccounts, operator, type TestAccounts } from './open-accounts.ts'

const profile = { attr_gender: 'male', industry: 'Trade' }
const line = (cell: unknown) => JSON.stringify({ userId: 'u1', phone: '13800138000', profile: cell })

const rowsOf = async ({ rooms }: TestAccounts) =>
  (await rooms.database.kysely()).selectFrom('user_profiles').selectAll().execute()

describe('profiles', () => {
  test('an imported one is shown, and deleted with its user', async (t) => {
    const accounts = await openAccounts(t)
    const { admin, services } = accounts
    await importText(t, services, line(JSON.stringify(profile)), { format: 'jsonl' })
    assert.deepEqual((await admin.show(operator.tenantId, 'u1' as UserId)).profile, profile)
    await admin.remove('u1' as UserId, operator)
    assert.deepEqual(await rowsOf(accounts), [])
  })

  test('without one nothing is shown and nothing kept', async (t) => {
    const accounts = await openAccounts(t)
    await importText(t, accounts.services, line('{}'), { format: 'jsonl' })
    assert.deepEqual((await accounts.admin.show(operator.tenantId, 'u1' as UserId)).profile, {})
    assert.deepEqual(await rowsOf(accounts), [])
  })

  test('a cell that is no object of texts rejects its row', async (t) => {
    const accounts = await openAccounts(t)
    const wrong = [
      'x',
      '[]',
      'null',
      '{"age":18}',
      '{"age":" "}',
      '{"1":"x"}',
      '{"a":"x\\u202ey"}',
      ['a', 'b'],
      5,
    ]
    for (const cell of [...wrong, JSON.stringify({ a: 'x'.repeat(1025) })]) {
      const { reasons } = await importText(t, accounts.services, line(cell), { format: 'jsonl' })
      assert.match(reasons[0] ?? '', /^1: API_PARAMS_ERROR .*profile is no JSON object/, String(cell))
    }
    assert.deepEqual(await rowsOf(accounts), [])
  })
})
