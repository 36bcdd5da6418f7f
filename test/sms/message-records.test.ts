/** Spec 4, rule 8: what is kept of a message, and how its state moves. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { readPhoneNumber } from '../../src/base/phone-number.ts'
import { refuse } from '../../src/base/refusal.ts'
import { createMessageRecords, type MessageState, type NewMessage } from '../../src/sms/message-records.ts'
import { smsMigrations } from '../../src/sms/tables.ts'
import { guarded, statement } from '../../src/storage/database.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { amysPhone, anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { notSent, perhapsSent, recordingSms } from '../login/phone/recording-sms.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { refusal } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'
import { messageRows } from './message-rows.ts'

const number = readPhoneNumber('+8613800138000', 'CN') ?? assert.fail('a number')

const message: NewMessage = {
  tenantId: defaultTenant,
  element: 'SMS.main',
  number,
  purpose: 'login',
  vendor: 'SMS.Twilio',
  costClass: 'low',
}

async function openRecords(database: QueryDatabase) {
  await migrate(database, smsMigrations)
  const clock = turningClock()
  const onLoss = (error: unknown) => assert.fail(String(error))
  const messages = createMessageRecords({ database, clock, onLoss })
  const rows = () => messageRows({ rooms: { messages, database } as never })
  const sent = async (vendorId = 'v-1', element = message.element) => {
    const id = await messages.recordMessage({ ...message, element })
    messages.settleMessage(id, { state: 'sent', vendorId })
    return id
  }
  return { messages, clock, database, rows, sent }
}

type Open = (t: TestContext) => Promise<QueryDatabase>

function recordsKeepTheirPromises(store: string, open: Open): void {
  describe(`message records on ${store}`, () => {
    test('a message is on record before it leaves, and its end is noted', async (t) => {
      const { messages, clock, rows } = await openRecords(await open(t))
      const id = await messages.recordMessage(message)
      const row = {
        at: clock.now(),
        tenant_id: 'default',
        element: 'SMS.main',
        phone: '+86138****8000',
        country: 'CN',
        prefix: '+86138',
        purpose: 'login',
        state: 'queued',
        reason: null,
        vendor: 'SMS.Twilio',
        vendor_id: null,
        cost_class: 'low',
        changed_at: clock.now(),
      }
      assert.deepEqual(await rows(), [row])
      clock.advance(900)
      messages.settleMessage(id, { state: 'sent', vendorId: 'v-1' })
      const settled = { ...row, state: 'sent', vendor_id: 'v-1', changed_at: clock.now() }
      assert.deepEqual(await rows(), [settled])
    })

    for (const end of ['delivered', 'undelivered'] as const)
      test(`states move forward to ${end}, and never back`, async (t) => {
        const { messages, clock, rows, sent } = await openRecords(await open(t))
        const at = clock.now()
        const id = await sent()
        clock.advance(900)
        const tell = (state: MessageState, reason?: string) =>
          messages.advanceMessage({
            element: 'SMS.main',
            vendorId: 'v-1',
            state,
            ...(reason === undefined ? {} : { reason }),
          })
        const told = { id, at, tenantId: defaultTenant, prefix: '+86138', country: 'CN' }
        assert.deepEqual(await tell('sent'), { outcome: 'unmoved' })
        assert.deepEqual(await tell(end, '30003'), { outcome: 'moved', message: told })
        for (const late of ['queued', 'sent', 'delivered', 'undelivered'] as const)
          assert.deepEqual(await tell(late, 'again'), { outcome: 'unmoved' })
        const [row] = await rows()
        assert.deepEqual([row?.state, row?.reason], [end, '30003'])
      })

    test('only a message of that service with that id is moved', async (t) => {
      const { messages, rows, sent } = await openRecords(await open(t))
      await sent('v-1')
      await sent('v-1', 'SMS.other')
      const tell = (element: string, vendorId: string) =>
        messages.advanceMessage({ element, vendorId, state: 'delivered' })
      assert.equal((await tell('SMS.main', 'v-2')).outcome, 'unknown')
      assert.equal((await tell('SMS.third', 'v-1')).outcome, 'unknown')
      assert.equal((await tell('SMS.other', 'v-1')).outcome, 'moved')
      const states = (await rows()).map(({ element, state }) => [element, state])
      assert.deepEqual(states.toSorted(), [
        ['SMS.main', 'sent'],
        ['SMS.other', 'delivered'],
      ])
    })

    test('what belongs to a receipt is written with it, or not at all', async (t) => {
      const { messages, clock, rows, sent } = await openRecords(await open(t))
      await sent()
      const remove = statement<[]>('test.remove', "delete from sms_messages where state = 'queued'")
      const nothing = guarded(remove, [], () => refuse('BUSY'))
      const receipt = { element: 'SMS.main', vendorId: 'v-1', state: 'delivered' } as const
      await assert.rejects(messages.advanceMessage(receipt, [nothing]), refusal('BUSY'))
      assert.equal((await rows())[0]?.state, 'sent')
      await messages.recordMessage(message)
      assert.equal((await messages.advanceMessage(receipt, [nothing])).outcome, 'moved')
      assert.deepEqual(
        (await rows()).map(({ state }) => state),
        ['delivered'],
      )
      await messages.prune(clock.now(), 10)
      assert.equal((await rows()).length, 1)
      await messages.prune(clock.now() + 1, 10)
      assert.equal((await rows()).length, 0)
    })
  })
}

recordsKeepTheirPromises('SQLite', async (t) => {
  const folder = temporaryFolder(t, () => database.close())
  const database = openSqliteDatabase(join(folder, 'latchkey.sqlite'))
  return database
})

await onPostgres(1, () =>
  recordsKeepTheirPromises('PostgreSQL', async (t) => {
    const { url, drop } = await createTestDatabase()
    const database = openPostgresDatabase(url)
    t.after(async () => {
      await database.close()
      await drop()
    })
    return database
  }),
)

describe('rule 8: what a login leaves on record', () => {
  test('accepted, refused, and what nobody knows: never the code, never the text, never the number', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const send = (phone: string) => phoneOf(anonymous(opened)).sendMessage(phone)
    await send(amysPhone)
    sms.answer((sent) => ({ ...notSent(sent), detail: 'no-such-key r-1' }))
    await assert.rejects(send('13900139000'), refusal('SMS_SEND_FAILED'))
    opened.clock.advance(1)
    sms.answer(perhapsSent)
    await assert.rejects(send('+14155552671'), refusal('SMS_SEND_FAILED', 45))
    const rows = await messageRows(opened)
    const told = rows.map(({ phone, country, cost_class, state, reason, vendor_id }) => [
      [phone, country, cost_class].join(' '),
      [state, reason, vendor_id].join(' '),
    ])
    assert.deepEqual(told.toSorted(), [
      ['+141****2671 US low', 'queued TIMEOUT '],
      ['+86138****8000 CN low', 'sent  m1'],
      ['+86139****9000 CN low', 'undelivered UNAVAILABLE no-such-key r-1 '],
    ])
    assert.deepEqual(
      [...new Set(rows.map(({ element, vendor }) => `${element} ${vendor}`))],
      ['SMS.recorder1 SMS.Recorder'],
    )
    const codes = sms.sent.map(({ params }) => params.code ?? assert.fail('a code'))
    for (const hidden of [...codes, amysPhone]) assert.ok(!JSON.stringify(rows).includes(hidden))
  })

  test('on record before the service is called; of the development inbox, which costs nothing, after', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    let before: unknown
    sms.answer(async ({ phone }) => {
      const rows = await (await opened.rooms.database.kysely())
        .selectFrom('sms_messages')
        .selectAll()
        .execute()
      before = rows.map(({ state }) => state)
      return { phone, messageId: 'm1', accepted: true }
    })
    await phoneOf(anonymous(opened)).sendMessage(amysPhone)
    assert.deepEqual(before, ['queued'])
    const free = await openTestApp(t)
    await phoneOf(anonymous(free)).sendMessage(amysPhone)
    const [row] = await messageRows(free)
    assert.deepEqual([row?.vendor, row?.state, row?.cost_class], ['SMS.Console', 'sent', 'free'])
  })
})
