/** The conversion breaker on real stores (spec 4, rule 6). */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import type { PrefixPolicy } from '../../src/limits/prefix-policy.ts'
import { createMessageCounts } from '../../src/spend/message-counts.ts'
import { listClosedPrefixes, readTrackedRates } from '../../src/spend/message-rates.ts'
import { createPrefixBreaker } from '../../src/spend/prefix-breaker.ts'
import { spendMigrations } from '../../src/spend/tables.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

const policy: PrefixPolicy = { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 }
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const ttlMs = 5 * minuteMs
const prefix = { tenantId: defaultTenant, prefix: '+62812', country: 'ID' }
const group = { ...prefix, service: 'SMS.main' }

type Open = (t: TestContext) => Promise<() => QueryDatabase>

const openSqlite: Open = async (t) => {
  const opened: QueryDatabase[] = []
  const folder = temporaryFolder(t, async () => {
    for (const database of opened) await database.close()
  })
  return () => {
    opened.push(openSqliteDatabase(join(folder, 'latchkey.sqlite')))
    return opened.at(-1) as QueryDatabase
  }
}

const openPostgres: Open = async (t) => {
  const made = await createTestDatabase()
  const opened: QueryDatabase[] = []
  t.after(async () => {
    for (const database of opened) await database.close()
    await made.drop()
  })
  return () => {
    opened.push(openPostgresDatabase(made.url))
    return opened.at(-1) as QueryDatabase
  }
}

/** Two processes with one clock on one database, at the beginning of a slot. */
async function openTwo(t: TestContext, open: Open) {
  const clock = turningClock()
  clock.advance(5 * minuteMs - (clock.now() % (5 * minuteMs)))
  const connect = await open(t)
  const closed: object[] = []
  const processOf = (database: QueryDatabase) => {
    const counts = createMessageCounts({ database, clock, onLoss: (error) => assert.fail(String(error)) })
    const events = {
      steps: (_: unknown, { type, data }: { readonly type: string; readonly data: object }) => {
        closed.push({ type, ...data })
        return []
      },
    }
    return { database, counts, breaker: createPrefixBreaker({ database, clock, counts, events }) }
  }
  const one = processOf(connect())
  await migrate(one.database, spendMigrations)
  const other = processOf(connect())
  const send = (sent: number, proven: number, by = one) => {
    for (let index = 0; index < sent; index += 1) by.counts.count(group, clock.now(), 'sent')
    for (let index = 0; index < proven; index += 1) by.counts.count(group, clock.now(), 'proven')
  }
  const closedFor = (by = one) => by.breaker.closedFor(prefix, policy, ttlMs)
  return { clock, one, other, send, closedFor, closed }
}

function suite(name: string, open: Open): void {
  describe(`conversion breaker on ${name}`, () => {
    test('20 messages with fewer than 10 % right codes close it for an hour, once their codes have expired', async (t) => {
      const { clock, send, closedFor } = await openTwo(t, open)
      send(20, 1)
      assert.equal(await closedFor(), 0)
      clock.advance(2 * ttlMs - 1)
      assert.equal(await closedFor(), 0, 'codes of the slot are still good')
      clock.advance(1)
      assert.equal(await closedFor(), hourMs)
      clock.advance(hourMs - 1)
      assert.equal(await closedFor(), 1)
      clock.advance(1)
      assert.equal(await closedFor(), 0)
      clock.advance(ttlMs)
      assert.equal(await closedFor(), 0, 'what closed it does not close it again')
    })

    for (const [sent, proven] of [
      [19, 0],
      [20, 2],
      [100, 10],
    ] as const)
      test(`${proven} right codes of ${sent} messages close nothing`, async (t) => {
        const { clock, send, closedFor } = await openTwo(t, open)
        send(sent, proven)
        clock.advance(2 * ttlMs)
        assert.equal(await closedFor(), 0)
      })

    test('messages of more than an hour do not add up', async (t) => {
      const { clock, send, closedFor } = await openTwo(t, open)
      send(19, 0)
      clock.advance(hourMs)
      send(19, 0)
      clock.advance(2 * ttlMs)
      assert.equal(await closedFor(), 0)
    })

    test('a prefix with history above 30 % is not closed by one burst, but by a second bad hour', async (t) => {
      const { clock, send, closedFor } = await openTwo(t, open)
      send(30, 20)
      clock.advance(3 * hourMs)
      send(1000, 0)
      clock.advance(2 * ttlMs)
      assert.equal(await closedFor(), 0)
      clock.advance(hourMs - 2 * ttlMs)
      send(20, 0)
      clock.advance(2 * ttlMs)
      assert.equal(await closedFor(), hourMs)
    })

    test('processes judge by what all of them have counted, learn of it, and one event is raised', async (t) => {
      const { clock, one, other, send, closedFor, closed } = await openTwo(t, open)
      send(12, 1, one)
      send(12, 1, other)
      await Promise.all([one.counts.flush(), other.counts.flush()])
      clock.advance(2 * ttlMs)
      assert.deepEqual(await Promise.all([closedFor(one), closedFor(other)]), [hourMs, hourMs])
      const event = { type: 'sms.prefix.closed', prefix: '62812', country: 'ID', sent: 24, right: 2 }
      for (const one of closed) assert.deepEqual(one, { ...event, until: clock.now() + hourMs })
      const rows = await listClosedPrefixes(one.database, defaultTenant, clock.now())
      assert.deepEqual(
        rows.map(({ prefix, country }) => [prefix, country]),
        [['+62812', 'ID']],
      )
      await one.breaker.reopen(prefix)
      assert.equal(await closedFor(one), 0)
      clock.advance(ttlMs)
      assert.deepEqual(await Promise.all([closedFor(one), closedFor(other)]), [0, 0])
    })

    test('rates are told by prefix, country and service, with the most messages first', async (t) => {
      const { clock, one } = await openTwo(t, open)
      const from = clock.now()
      const count = (of: object, fate: 'sent' | 'proven' | 'delivered', times: number) => {
        for (let index = 0; index < times; index += 1) one.counts.count({ ...group, ...of }, from, fate)
      }
      count({}, 'sent', 3)
      count({}, 'proven', 1)
      count({ prefix: '+62813', service: 'SMS.other' }, 'sent', 5)
      count({ prefix: '+62813', service: 'SMS.other' }, 'delivered', 4)
      await one.counts.flush()
      const to = from + hourMs
      const rate = (name: string, sent: number, proven: number, delivered: number, tracked: number) => ({
        name,
        sent,
        proven,
        delivered,
        undelivered: 0,
        tracked,
      })
      const read = (by: 'prefix' | 'country' | 'service', most = 9) =>
        readTrackedRates(one.database, { by, from, to, tenantId: defaultTenant }, most)
      assert.deepEqual(await read('prefix'), [rate('+62813', 5, 0, 4, 5), rate('+62812', 3, 1, 0, 0)])
      assert.deepEqual(await read('country'), [rate('ID', 8, 1, 4, 5)])
      assert.deepEqual(await read('service', 1), [rate('SMS.other', 5, 0, 4, 5)])
      await one.counts.prune(to)
      assert.deepEqual(await read('prefix'), [])
    })
  })
}

suite('SQLite', openSqlite)
await onPostgres(1, () => suite('PostgreSQL', openPostgres))
