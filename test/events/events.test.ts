import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import { type EventType, eventSchemas, type LatchkeyEvent } from '../../src/events/event-list.ts'
import { createEvents, type EventDependencies } from '../../src/events/events.ts'
import { subscribe, unsubscribe } from '../../src/events/subscribers.ts'
import { eventMigrations } from '../../src/events/tables.ts'
import { guarded, statement } from '../../src/storage/database.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

const created: LatchkeyEvent = { type: 'user.created', data: { userId: 'amy', by: 'operator' } }
const alert: LatchkeyEvent = {
  type: 'sms.budget.alert',
  data: { element: 'SMS.main', day: '2026-11-21', sent: 8000, budget: 10000 },
}
const acme = 'acme' as TenantId
const nothing = statement<[]>('nothing', "delete from events where type = 'nobody wrote this'")

const descriptionOf = (schema: object) => ('description' in schema ? schema.description : '')

type Open = (t: TestContext) => Promise<QueryDatabase>

async function openSqlite(t: TestContext): Promise<QueryDatabase> {
  const folder = temporaryFolder(t, () => database.close())
  const database = openSqliteDatabase(join(folder, 'latchkey.sqlite'))
  return database
}

async function openPostgres(t: TestContext): Promise<QueryDatabase> {
  const made = await createTestDatabase()
  const database = openPostgresDatabase(made.url)
  t.after(async () => {
    await database.close()
    await made.drop()
  })
  return database
}

async function openEvents(t: TestContext, open: Open, more: Partial<EventDependencies> = {}) {
  const clock = turningClock()
  const database = await open(t)
  await migrate(database, eventMigrations)
  const onLoss = (error: unknown) => assert.fail(String(error))
  const events = createEvents({ database, clock, onLoss, ...more })
  const rowsOf = async (table: string) => (await database.kysely()).selectFrom(table).selectAll().execute()
  const hear = async (id: string, tenantId: TenantId, ...types: EventType[]) => {
    await database.commit([subscribe({ id, tenantId, types }, clock.now())])
    await events.refresh()
  }
  return { events, clock, database, rowsOf, hear }
}

function declare(name: string, open: Open): void {
  describe(`the outbox of events on ${name}`, () => {
    test('an event is written with its fact, for each who hears of it, and not without its fact', async (t) => {
      const { events, database, clock, rowsOf, hear } = await openEvents(t, open)
      await hear('all', defaultTenant)
      await hear('users', defaultTenant, 'user.deleted', 'user.created')
      await hear('others', defaultTenant, 'user.deleted')
      await hear('elsewhere', acme)
      const failing = guarded(nothing, [], () => refuse('PHONE_BOUND'))
      await assert.rejects(database.commit([...events.steps(defaultTenant, created), failing]), /PHONE_BOUND/)
      assert.deepEqual(await rowsOf('events'), [])
      await database.commit(events.steps(defaultTenant, created))
      const [event, ...more] = await rowsOf('events')
      assert.deepEqual(more, [])
      assert.match(String(event?.id), /^evt_[A-Za-z0-9]{24}$/)
      assert.deepEqual(
        { ...event, id: '', at: Number(event?.at) },
        {
          id: '',
          tenant_id: 'default',
          type: 'user.created',
          at: clock.now(),
          data: '{"userId":"amy","by":"operator"}',
        },
      )
      const deliveries = await rowsOf('event_deliveries')
      assert.deepEqual(deliveries.map(({ subscriber_id }) => subscriber_id).toSorted(), ['all', 'users'])
      assert.deepEqual(
        deliveries.map(({ event_id, state, due_at }) => [event_id, state, Number(due_at)]),
        Array(2).fill([event?.id, 'pending', clock.now()]),
      )
    })

    test('facts of one key are one event, whoever raises it', async (t) => {
      const { events, database, clock, rowsOf, hear } = await openEvents(t, open)
      await hear('all', defaultTenant)
      const other = createEvents({ database, clock, onLoss: (error) => assert.fail(String(error)) })
      await other.refresh()
      for (const one of [events, other, events]) {
        one.raise(defaultTenant, alert, 'SMS.main 2026-11-21')
        await one.flush()
      }
      assert.equal((await rowsOf('events')).length, 1)
      assert.equal((await rowsOf('event_deliveries')).length, 1)
      events.raise(defaultTenant, alert, 'SMS.main 2026-11-22')
      events.raise(defaultTenant, alert)
      events.raise(defaultTenant, alert)
      await events.flush()
      assert.equal((await rowsOf('events')).length, 4)
    })

    test('who leaves hears of nothing more, and what was still to come is gone', async (t) => {
      const { events, database, rowsOf, hear } = await openEvents(t, open)
      await hear('all', defaultTenant)
      await database.commit(events.steps(defaultTenant, created))
      await database.commit(unsubscribe('all'))
      assert.deepEqual(await rowsOf('event_deliveries'), [])
      await events.refresh()
      assert.deepEqual(events.steps(defaultTenant, created), [])
    })
  })
}

declare('SQLite', openSqlite)
await onPostgres(1, () => declare('PostgreSQL', openPostgres))

describe('events', () => {
  test('what nobody hears of is no statement at all', async (t) => {
    const { events, rowsOf, hear } = await openEvents(t, openSqlite)
    assert.deepEqual(events.steps(defaultTenant, created), [])
    await hear('a', acme)
    await hear('b', defaultTenant, 'user.deleted')
    assert.deepEqual(events.steps(defaultTenant, created), [])
    events.raise(defaultTenant, created)
    await events.flush()
    assert.deepEqual(await rowsOf('events'), [])
    assert.equal(events.steps(acme, created).length, 2)
  })

  test('raised events that cannot be written are told, and their caller is not', async (t) => {
    const losses: number[] = []
    const { events, database, hear } = await openEvents(t, openSqlite, {
      onLoss: (_, lost) => losses.push(lost),
    })
    await hear('all', defaultTenant)
    await (await database.kysely()).schema.dropTable('events').execute()
    events.raise(defaultTenant, created)
    events.raise(defaultTenant, alert)
    await events.flush()
    assert.deepEqual(losses, [2])
  })

  test('docs/reference/events.md has a row for every event and every field', () => {
    const page = readFileSync(new URL('../../docs/reference/events.md', import.meta.url), 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const expected = Object.entries(eventSchemas).map(([type, schema]) => {
      const optional = (name: string) => (schema.required?.some((one) => one === name) ? '' : '?')
      const fields = Object.entries(schema.properties).map(
        ([name, field]) => `\`${name}${optional(name)}\`: ${descriptionOf(field)}`,
      )
      return `| \`${type}\` | ${descriptionOf(schema)} | ${fields.join('; ') || '—'} |`
    })
    assert.deepEqual(rows, expected)
  })
})
