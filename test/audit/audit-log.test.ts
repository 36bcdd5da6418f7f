import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { createAuditHours } from '../../src/audit/audit-hours.ts'
import { type AuditDependencies, createAuditLog } from '../../src/audit/audit-log.ts'
import { auditMigrations } from '../../src/audit/tables.ts'
import type { ClientId, SessionId, UserId } from '../../src/base/ids.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { guarded, statement } from '../../src/storage/database.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

const call: CallContext = {
  caller: { kind: 'user', userId: 'amy' as UserId, sessionId: 'session' as SessionId },
  tenantId: defaultTenant,
  clientId: 'web' as ClientId,
  address: '198.51.100.7',
  device: {},
  language: 'en',
}
const anonymous: CallContext = {
  caller: { kind: 'anonymous' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

const nothing = statement<[]>('nothing', "delete from audit where action = 'nobody wrote this'")

async function openAudit(t: TestContext, more: Partial<AuditDependencies> = {}) {
  const clock = turningClock()
  const folder = temporaryFolder(t, () => database.close())
  const database = openSqliteDatabase(join(folder, 'latchkey.sqlite'))
  await migrate(database, auditMigrations)
  const onLoss = (error: unknown) => assert.fail(String(error))
  const audit = createAuditLog({ database, clock, onLoss, onEvent: () => undefined, ...more })
  const records = async () => {
    const rows = await (await database.kysely()).selectFrom('audit').selectAll().orderBy('id').execute()
    return rows.map(({ id, ...row }) => row)
  }
  return { audit, clock, database, records }
}

describe('L1: the audit log', () => {
  test('it records who did what to whom, from where, with what result', async (t) => {
    const { audit, clock, records } = await openAudit(t)
    const event = { action: 'phone.bind', result: 'success', userId: 'amy' as UserId }
    const stating = { ...call, device: { statedAddress: '203.0.113.7' } }
    audit.note({ ...event, subject: '+86138****8000', detail: 'auths.loginTypes.phone' }, stating)
    audit.note({ action: 'code.send', result: 'SEND_TOO_FREQUENT' }, anonymous)
    await audit.flush()
    const place = { tenant_id: 'default', at: clock.now() }
    assert.deepEqual(await records(), [
      {
        ...place,
        action: 'phone.bind',
        result: 'success',
        actor: 'user:amy',
        user_id: 'amy',
        client_id: 'web',
        address: '198.51.100.7',
        subject: '+86138****8000',
        detail: 'auths.loginTypes.phone',
        times: null,
        stated_address: '203.0.113.7',
      },
      {
        ...place,
        action: 'code.send',
        result: 'SEND_TOO_FREQUENT',
        actor: 'anonymous',
        user_id: null,
        client_id: null,
        address: null,
        subject: null,
        detail: null,
        times: null,
        stated_address: null,
      },
    ])
  })

  test('a record of a change is written with the change, and not without it', async (t) => {
    const { audit, database, records } = await openAudit(t)
    const failing = [
      audit.step({ action: 'a', result: 'success' }, call),
      guarded(nothing, [], () => refuse('PHONE_BOUND')),
    ]
    await assert.rejects(database.commit(failing), /PHONE_BOUND/)
    assert.deepEqual(await records(), [])
    await database.commit([audit.step({ action: 'b', result: 'success' }, call)])
    assert.deepEqual(
      (await records()).map(({ action }) => action),
      ['b'],
    )
  })

  test('what is noted is written without being asked for, in its order and with its own time', async (t) => {
    const { audit, clock, records } = await openAudit(t)
    const first = clock.now()
    for (const action of ['a', 'b', 'c']) {
      audit.note({ action, result: 'success' }, call)
      clock.advance(10)
    }
    const rows = await eventually(records, ({ length }) => length > 0)
    assert.deepEqual(
      rows.map(({ action, at }) => [action, Number(at) - first]),
      [
        ['a', 0],
        ['b', 10],
        ['c', 20],
      ],
    )
  })

  test('flush waits for what is already being written', async (t) => {
    const { audit, records } = await openAudit(t)
    audit.note({ action: 'a', result: 'success' }, call)
    const begun = audit.flush()
    await audit.flush()
    assert.equal((await records()).length, 1)
    await begun
  })

  test('records that cannot be written are counted and told, and later ones are written', async (t) => {
    const losses: number[] = []
    const { audit, database, records } = await openAudit(t, { onLoss: (_, count) => losses.push(count) })
    await (await database.kysely()).schema.alterTable('audit').renameTo('elsewhere').execute()
    audit.note({ action: 'a', result: 'success' }, call)
    audit.note({ action: 'b', result: 'success' }, call)
    await audit.flush()
    assert.deepEqual(losses, [2])
    await (await database.kysely()).schema.alterTable('elsewhere').renameTo('audit').execute()
    audit.note({ action: 'c', result: 'success' }, call)
    await audit.flush()
    assert.deepEqual([losses.length, (await records()).map(({ action }) => action)], [1, ['c']])
  })

  test('every event is told to the metrics', async (t) => {
    const told: string[] = []
    const { audit } = await openAudit(t, { onEvent: (action, result) => told.push(`${action} ${result}`) })
    audit.note({ action: 'login', result: 'CODE_ERROR' }, call)
    audit.step({ action: 'login', result: 'success' }, call)
    assert.deepEqual(told, ['login CODE_ERROR', 'login success'])
    await audit.flush()
  })

  test('pruning removes what is too old, among the oldest batch, and nothing else', async (t) => {
    const { audit, clock, records } = await openAudit(t)
    for (let index = 0; index < 10; index += 1) {
      audit.note({ action: String(index), result: 'success' }, call)
      clock.advance(1000)
    }
    await audit.flush()
    const left = async () => (await records()).map(({ action }) => Number(action))
    const before = clock.now() - 4000
    await audit.prune(before, 4)
    assert.deepEqual(await left(), [4, 5, 6, 7, 8, 9])
    await audit.prune(before, 4)
    assert.deepEqual(await left(), [6, 7, 8, 9], 'a record of exactly that time stays')
    await audit.prune(before, 4)
    assert.deepEqual(await left(), [6, 7, 8, 9])
  })
})

/** Asks again each turn of the event loop until the answer is good. */
async function eventually<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const until = performance.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (isGood(answer) || performance.now() > until) return answer
    await new Promise(setImmediate)
  }
}

describe('what limits refuse', () => {
  const refused = { action: 'code.send', result: 'SEND_LIMIT_REACHED' }
  const from = (address: string): CallContext => ({ ...anonymous, address })

  test('is on record once a minute and address, with how often it was', async (t) => {
    const { audit, clock, records } = await openAudit(t)
    const rows = async () => {
      await audit.flush()
      return (await records()).map(({ address, subject, times }) => [address, subject, times])
    }
    for (let i = 0; i < 1000; i += 1) audit.note({ ...refused, subject: `number ${i}` }, from('203.0.113.7'))
    audit.note(refused, from('2001:db8::1'))
    audit.note(refused, from('2001:db8::2'))
    audit.note({ ...refused, result: 'success' }, from('203.0.113.7'))
    const first = [
      ['203.0.113.7', 'number 0', null],
      ['2001:db8::1', null, null],
      ['203.0.113.7', null, null],
    ]
    assert.deepEqual(await rows(), first)
    clock.advance(59_999)
    assert.deepEqual(await rows(), first)
    clock.advance(1)
    audit.note({ ...refused, subject: 'late' }, from('203.0.113.7'))
    const gathered = [...first, ['203.0.113.7', 'late', 1000], ['2001:db8::2', null, 1]]
    assert.deepEqual(await rows(), gathered)
    audit.note(refused, from('203.0.113.7'))
    assert.deepEqual((await rows()).at(-1), ['203.0.113.7', null, null])
  })

  test('a lock is told of for each account, and nothing is lost at the end', async (t) => {
    const { audit, records } = await openAudit(t)
    for (const user of ['amy', 'bob', 'amy'])
      audit.note({ action: 'password.check', result: 'ACCOUNT_LOCKED', userId: user as UserId }, from('::1'))
    await audit.close()
    const rows = (await records()).map(({ user_id, times }) => [user_id, times])
    assert.deepEqual(rows, [
      ['amy', null],
      ['bob', null],
      ['amy', 1],
    ])
  })

  test('what is told of together counts as often as it happened', async (t) => {
    const { audit, clock, database } = await openAudit(t)
    for (let i = 0; i < 7; i += 1) audit.note(refused, from('203.0.113.7'))
    await audit.close()
    clock.advance(60_000)
    const hours = createAuditHours(database, clock)
    assert.equal(await hours.advance(100), 2)
    assert.deepEqual(
      (await hours.list(defaultTenant, 0)).map(({ count }) => count),
      [7],
    )
  })
})
