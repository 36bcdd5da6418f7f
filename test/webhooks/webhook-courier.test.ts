/** Events on their way to endpoints: real databases, real HTTP, and the reader of Standard Webhooks on the other side. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { migrations } from '../../src/app/stores.ts'
import { buildWebhooks } from '../../src/app/webhook-rooms.ts'
import { createAuditLog } from '../../src/audit/audit-log.ts'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import { forCommands, Patience } from '../../src/base/patience.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import type { LatchkeyEvent } from '../../src/events/event-list.ts'
import { createEvents } from '../../src/events/events.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createSecretStore } from '../../src/secrets/secret-store.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { failingForMs } from '../../src/webhooks/courier.ts'
import { startProcess } from '../contracts/other-process.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'
import { type TurningClock, turningClock } from '../support/turning-clock.ts'

const hourMs = 3_600_000
const call: CallContext = {
  caller: { kind: 'system', reason: 'test' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}
const secretOfTest = 'a secret of the tests, with more than 32 characters'
const created = (userId: string): LatchkeyEvent => ({
  type: 'user.created',
  data: { userId, by: 'operator' },
})
const deleted: LatchkeyEvent = { type: 'user.deleted', data: { userId: 'amy' } }

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string }
type Answering = (received: Received) => number | Promise<number>

/** An endpoint of somebody's: what it received, and what it answers from now on. */
async function receiver(t: TestContext) {
  const received: Received[] = []
  let answer: Answering = () => 200
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request.setEncoding('utf8')) body += part
    const one = { headers: request.headers, body }
    received.push(one)
    response.writeHead(await answer(one)).end('what nobody sees')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const answers = (next: Answering | number) => {
    answer = typeof next === 'number' ? () => next : next
  }
  const take = () => received.splice(0)
  return { url, received, answers, take, ids: () => take().map(({ headers }) => headers['webhook-id']) }
}

type Place = { readonly module: string; readonly openName: string; readonly place: string }
type Opened = { readonly database: QueryDatabase; connect(): QueryDatabase; readonly place: Place }
type Open = (t: TestContext) => Promise<Opened>

const drivers = new URL('../../src/storage/drivers/', import.meta.url)

async function openSqlite(t: TestContext): Promise<Opened> {
  const opened: QueryDatabase[] = []
  const folder = temporaryFolder(t, async () => void (await Promise.all(opened.map((one) => one.close()))))
  const place = join(folder, 'latchkey.sqlite')
  const connect = () => {
    const database = openSqliteDatabase(place)
    opened.push(database)
    return database
  }
  const module = new URL('sqlite-driver.ts', drivers).href
  return { database: connect(), connect, place: { module, openName: 'openSqliteDatabase', place } }
}

async function openPostgres(t: TestContext): Promise<Opened> {
  const made = await createMigratedDatabase()
  const opened: QueryDatabase[] = []
  t.after(async () => {
    await Promise.all(opened.map((one) => one.close()))
    await made.drop()
  })
  const connect = () => {
    const database = openPostgresDatabase(made.url, undefined, new Patience(forCommands))
    opened.push(database)
    return database
  }
  const module = new URL('postgres-driver.ts', drivers).href
  return {
    database: connect(),
    connect,
    place: { module, openName: 'openPostgresDatabase', place: made.url },
  }
}

/** As a process has it. */
function roomsOn(database: QueryDatabase, clock: TurningClock) {
  const unexpected = (error: unknown) => assert.fail(String(error))
  const audit = createAuditLog({ database, clock, onLoss: unexpected, onEvent: () => undefined })
  const secretStore = createSecretStore({ database, keyring: createKeyring([secretOfTest]), clock })
  const events = createEvents({ database, clock, onLoss: unexpected })
  const rooms = buildWebhooks({ database, clock, secretStore, audit }, new Set(['127.0.0.1']))
  const raise = async (...raised: readonly LatchkeyEvent[]) => {
    await events.refresh()
    await database.commit(raised.flatMap((event) => events.steps(defaultTenant, event)))
  }
  return { ...rooms, events, raise, courier: rooms.createCourier(events, unexpected) }
}

async function openRooms(t: TestContext, open: Open) {
  const clock = turningClock(Date.now())
  const { database, connect, place } = await open(t)
  await migrate(database, migrations)
  const auditRows = async () =>
    (await database.kysely()).selectFrom('audit').selectAll().orderBy('id').execute()
  return { ...roomsOn(database, clock), clock, database, connect, place, auditRows }
}

function declare(name: string, open: Open): void {
  describe(`webhooks on ${name}`, () => {
    test('what is delivered is what Standard Webhooks asks for, once, to each who hears of it', async (t) => {
      const { webhooks, courier, raise, clock } = await openRooms(t, open)
      const [all, users] = [await receiver(t), await receiver(t)]
      const { secret } = await webhooks.add(all.url, [], call)
      await webhooks.add(users.url, ['user.created'], call)
      await raise(created('amy'), deleted)
      clock.advance(1500)
      await courier.round()
      await courier.round()
      assert.equal(users.received.length, 1)
      const reader = new Webhook(secret)
      const read = all.received.map(({ headers, body }) =>
        reader.verify(body, headers as Record<string, string>),
      )
      const at = new Date(clock.now() - 1500).toISOString()
      const ids = all.ids()
      assert.deepEqual(
        read.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)),
        ids.toSorted().map((id) => {
          const event = read.find((one) => (one as { id: string }).id === id) as LatchkeyEvent
          const { type, data } = event.type === 'user.created' ? created('amy') : deleted
          return { id, type, timestamp: at, tenantId: 'default', data }
        }),
      )
      const [forged] = users.take()
      assert.throws(() => reader.verify(forged?.body ?? '', forged?.headers as Record<string, string>))
    })

    test('a failure is tried again by the schedule, over three days, and then given up', async (t) => {
      const { webhooks, courier, raise, clock } = await openRooms(t, open)
      const { url, answers, ids } = await receiver(t)
      const { id } = await webhooks.add(url, [], call)
      answers(500)
      await raise(created('amy'))
      const start = clock.now()
      const tried: number[] = []
      const sent = new Set<unknown>()
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        await courier.round()
        await courier.round()
        const [eventId, ...more] = ids()
        sent.add(eventId)
        assert.deepEqual([more, attempt], [[], attempt])
        tried.push(clock.now() - start)
        const [delivery] = await webhooks.deliveries(id, { limit: 10 }, call)
        assert.deepEqual([delivery?.attempts, delivery?.result], [attempt, '500'])
        if (attempt === 10) assert.equal(delivery?.state, 'failed')
        else clock.advance((delivery?.dueAt ?? 0) - clock.now())
      }
      assert.equal(sent.size, 1)
      const [last = 0] = tried.slice(-1)
      assert.ok(last >= 75.5 * hourMs && last <= 1.2 * 75.6 * hourMs, String(last / hourMs))
      clock.advance(1000 * hourMs)
      await courier.round()
      assert.deepEqual(ids(), [])
    })

    test('an endpoint that nothing reached for three days is paused, on record, and waits until it is resumed', async (t) => {
      const { webhooks, courier, raise, clock, auditRows } = await openRooms(t, open)
      const { url, answers, ids } = await receiver(t)
      const { id } = await webhooks.add(url, [], call)
      answers(503)
      await raise(created('amy'))
      await courier.round()
      clock.advance(failingForMs - 1000)
      await raise(created('bob'))
      await courier.round()
      assert.equal((await webhooks.list(call))[0]?.pausedAt, undefined)
      clock.advance(1000)
      await raise(created('cat'))
      await courier.round()
      const [endpoint] = await webhooks.list(call)
      assert.deepEqual([endpoint?.pausedAt, endpoint?.waiting], [clock.now(), 3])
      const paused = (await auditRows()).filter(({ action }) => action === 'webhook.pause')
      assert.deepEqual(
        paused.map(({ actor, subject, result }) => [actor, subject, result]),
        [['system', id, '503']],
      )
      ids()
      answers(200)
      clock.advance(30 * hourMs)
      await raise(created('dan'))
      await courier.round()
      assert.deepEqual(ids(), [])
      await webhooks.resume(id, call)
      await courier.round()
      assert.equal(ids().length, 4)
      assert.equal((await webhooks.list(call))[0]?.failingSince, undefined)
      await assert.rejects(webhooks.resume(id, call), /API_PARAMS_ERROR/)
    })

    test('"gone" pauses at once; a success in between is no long failure', async (t) => {
      const { webhooks, courier, raise, clock } = await openRooms(t, open)
      const { url, answers } = await receiver(t)
      await webhooks.add(url, [], call)
      for (const status of [500, 200, 500]) {
        answers(status)
        await raise(created('amy'))
        await courier.round()
        clock.advance(failingForMs - hourMs)
      }
      assert.equal((await webhooks.list(call))[0]?.pausedAt, undefined)
      answers(410)
      await courier.round()
      assert.equal((await webhooks.list(call))[0]?.pausedAt, clock.now())
    })

    test('several processes never deliver the same one at once', async (t) => {
      const { webhooks, courier, raise, clock, connect } = await openRooms(t, open)
      const { url, ids } = await receiver(t)
      await webhooks.add(url, [], call)
      const others = [1, 2].map(() => roomsOn(connect(), clock).courier)
      for (let index = 0; index < 35; index += 1) await raise(created(`user${index}`))
      await Promise.all([courier, ...others].map((one) => one.round()))
      const all = ids()
      assert.deepEqual([all.length, new Set(all).size], [35, 35])
    })

    test('killed between delivery and record: delivered again after the lease, with the same id', async (t) => {
      const { webhooks, courier, raise, clock, place } = await openRooms(t, open)
      const { url, answers, ids } = await receiver(t)
      await webhooks.add(url, [], call)
      await raise(created('amy'))
      const program = new URL('./other-courier.ts', import.meta.url)
      const other = await startProcess(t, program, { ...place, secret: secretOfTest })
      const arrived = Promise.withResolvers<void>()
      answers(() => {
        arrived.resolve()
        return new Promise<number>(() => {})
      })
      const killed = assert.rejects(other.run(), /ended with/)
      await arrived.promise
      await other.kill()
      await killed
      const [first] = ids()
      answers(200)
      await courier.round()
      assert.deepEqual(ids(), [])
      clock.advance(120_000)
      await courier.round()
      assert.deepEqual(ids(), [first])
      clock.advance(hourMs)
      await courier.round()
      assert.deepEqual(ids(), [])
    })

    test('replay: one event, all since a time, or what failed; nothing of another tenant', async (t) => {
      const { webhooks, courier, raise, clock, outbox } = await openRooms(t, open)
      const { url, ids, answers } = await receiver(t)
      const { id } = await webhooks.add(url, ['user.created'], call)
      const other = await webhooks.add((await receiver(t)).url, [], call)
      await raise(created('amy'), deleted)
      await courier.round()
      const [amy] = ids()
      clock.advance(hourMs)
      const since = clock.now()
      answers(410)
      await raise(created('bob'))
      await courier.round()
      const [bob] = ids()
      answers(200)
      await webhooks.resume(id, call)
      assert.equal(await webhooks.replay(id, { eventId: amy as string }, call), 1)
      clock.advance(5 * 1200)
      await courier.round()
      assert.deepEqual(ids().toSorted(), [amy, bob].toSorted())
      assert.equal(await webhooks.replay(id, { since, onlyFailed: false }, call), 1)
      await courier.round()
      assert.deepEqual(ids(), [bob])
      assert.equal(await webhooks.replay(id, { since: 0, onlyFailed: false }, call), 2)
      assert.equal(await webhooks.replay(id, { since: 0, onlyFailed: true }, call), 0)
      await courier.round()
      assert.deepEqual(ids().toSorted(), [amy, bob].toSorted())
      assert.equal(await webhooks.replay(id, { eventId: 'evt_none' }, call), 0)
      const elsewhere = { ...call, tenantId: 'acme' as TenantId }
      await assert.rejects(
        webhooks.replay(id, { since: 0, onlyFailed: false }, elsewhere),
        /API_PARAMS_ERROR/,
      )
      assert.equal((await webhooks.deliveries(other.id, { limit: 10 }, call)).length, 3)
      await outbox.prune(since, 100)
      assert.equal((await webhooks.deliveries(other.id, { limit: 10 }, call)).length, 1)
      assert.equal(await webhooks.replay(id, { since: 0, onlyFailed: false }, call), 1)
    })
  })
}

declare('SQLite', openSqlite)
await onPostgres(1, () => declare('PostgreSQL', openPostgres))

describe('webhooks', () => {
  test('a slow endpoint holds up nobody else, and stopping waits for what is under way', async (t) => {
    const { webhooks, courier, raise } = await openRooms(t, openSqlite)
    const [slow, quick] = [await receiver(t), await receiver(t)]
    const [arrived, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()]
    slow.answers(() => {
      arrived.resolve()
      return answered.promise
    })
    const { id } = await webhooks.add(slow.url, [], call)
    await raise(created('amy'))
    const first = courier.round()
    await arrived.promise
    await webhooks.add(quick.url, [], call)
    await raise(created('bob'))
    await courier.round()
    assert.equal(quick.received.length, 1)
    const stopped = courier.stop()
    answered.resolve(200)
    await Promise.all([stopped, first])
    const states = (await webhooks.deliveries(id, { limit: 10 }, call)).map(({ state }) => state)
    assert.deepEqual(states.toSorted(), ['delivered', 'pending'])
    await courier.round()
    assert.equal(slow.received.length, 1)
  })

  test('the secret and the URL: sealed, and not on record; removal leaves nothing', async (t) => {
    const { webhooks, raise, database, auditRows } = await openRooms(t, openSqlite)
    const { url } = await receiver(t)
    const { id, secret } = await webhooks.add(`${url}?token=hidden`, [], call)
    await raise(created('amy'))
    const kysely = await database.kysely()
    const kept = await Promise.all(
      ['secrets', 'audit', 'events'].map((table) => kysely.selectFrom(table).selectAll().execute()),
    )
    for (const text of [secret, secret.slice(6), 'hidden']) assert.ok(!JSON.stringify(kept).includes(text))
    await webhooks.remove(id, call)
    for (const table of ['secrets', 'webhook_endpoints', 'event_subscribers', 'event_deliveries'])
      assert.deepEqual(await kysely.selectFrom(table).selectAll().execute(), [], table)
    assert.deepEqual(
      (await auditRows()).map(({ action, subject }) => [action, subject]),
      [
        ['webhook.add', id],
        ['webhook.remove', id],
      ],
    )
  })

  test('unknown events, unknown endpoints and those of another tenant are refused', async (t) => {
    const { webhooks } = await openRooms(t, openSqlite)
    const { url } = await receiver(t)
    await assert.rejects(webhooks.add(url, ['user.created', 'user.invented'], call), /API_PARAMS_ERROR/)
    const { id } = await webhooks.add(url, [], call)
    const elsewhere = { ...call, tenantId: 'acme' as TenantId }
    await assert.rejects(webhooks.remove(id, elsewhere), /API_PARAMS_ERROR/)
    await assert.rejects(webhooks.try('wh_none', call), /API_PARAMS_ERROR/)
    assert.deepEqual(await webhooks.list(elsewhere), [])
  })
})
