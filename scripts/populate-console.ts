/** People, a day of messages of two services, a closed prefix, a tenant and webhooks, so that no picture is empty. */
import assert from 'node:assert/strict'
import { defaultTenant } from '../src/base/ids.ts'
import { type PhoneNumber, readPhoneNumber } from '../src/base/phone-number.ts'
import type { CallContext } from '../src/elements/caller.ts'
import type { MessageState } from '../src/sms/message-records.ts'
import type { MessageFate } from '../src/spend/message-counts.ts'
import type { AdminApp } from '../test/http/admin/support/admin-app.ts'
import { clientId } from '../test/http/support/app-files.ts'

export type Population = {
  readonly userId: string
  readonly webhookId: string
  readonly recoveryId: string
}

/** Files of the app besides those of the tests. */
export const populationFiles = {
  'SMS/main/e.json': { title: 'Main', type: 'SMS.Console' },
  'SMS/main/sms.json': { print: false, budget: { daily: 2000 } },
}

const people = [
  'Ada Lovelace',
  'Mei Lin',
  'Grace Hopper',
  'Jürgen Weiß',
  'Li Na',
  'Chioma Obi',
  'Sam',
  'Noor',
]

/** Few at night, most at nine and at eight. */
const messagesOfHour = [
  3, 2, 1, 1, 1, 2, 6, 14, 26, 38, 31, 27, 29, 30, 24, 22, 25, 28, 33, 41, 36, 24, 13, 7,
]

const numbers = ['+8613800138000', '+8615912345678', '+14155550123', '+491512345678', '+6591234567']

const call: CallContext = {
  caller: { kind: 'anonymous' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
  address: '203.0.113.7',
}

export async function populateConsole(app: AdminApp): Promise<Population> {
  for (const [hour, messages] of messagesOfHour.entries()) {
    for (let i = 0; i < messages; i += 1) send(app, hour * 7 + i)
    for (let i = 0; i < messages / 9; i += 1)
      app.rooms.audit.note({ action: 'code.check', result: 'CODE_ERROR', subject: '+86138****8000' }, call)
    app.pass(3600)
  }
  const population = await organise(app)
  await closePrefix(app)
  await Promise.all([app.rooms.audit.flush(), app.rooms.messages.flush(), app.rooms.counts.flush()])
  // The hours of the log count records that are ten seconds old.
  app.pass(60)
  await app.rooms.auditHours.advance(5000)
  return population
}

/** One message of the day: `SMS.main` tells what became of it, `SMS.console` does not. */
function send({ rooms, now }: AdminApp, index: number): void {
  const number = readPhoneNumber(numbers[index % numbers.length] ?? '', 'CN') as PhoneNumber
  const element = index % 4 === 3 ? 'SMS.console' : 'SMS.main'
  const state = stateOf(element, index)
  const { country, e164 } = number
  const group = { tenantId: defaultTenant, prefix: e164.slice(0, 6), country, service: element }
  const count = (fate: MessageFate) => rooms.counts.count(group, now(), fate)
  count('sent')
  if (index % 10 < 8) count('proven')
  if (index % 10 < 8) rooms.audit.note({ action: 'login.sms', result: 'success' }, call)
  if (state === 'delivered' || state === 'undelivered') count(state)
  const message = { tenantId: defaultTenant, element, number, purpose: 'LOGIN', vendor: 'SMS.Console' }
  const reason = state === 'undelivered' ? { reason: 'REJECTED 30007' } : {}
  rooms.messages.noteMessage({ ...message, costClass: 'low' }, { state, ...reason })
}

function stateOf(element: string, index: number): MessageState {
  if (element === 'SMS.console') return 'sent'
  return index % 13 === 0 ? 'undelivered' : 'delivered'
}

async function closePrefix({ rooms, now, pass }: AdminApp): Promise<void> {
  const of = { tenantId: defaultTenant, prefix: '+62812', country: 'ID' }
  for (let i = 0; i < 24; i += 1) rooms.counts.count({ ...of, service: 'SMS.main' }, now(), 'sent')
  pass(660)
  const policy = { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 }
  assert.ok((await rooms.breaker.closedFor(of, policy, 300_000)) > 0)
}

async function organise(app: AdminApp): Promise<Population> {
  const owner = await app.keyOf('nightly report', 'owner')
  const make = async (path: string, body: object) => {
    const made = await app.admin('POST', path, body, owner)
    assert.ok(made.statusCode < 300, made.body)
    return made.body === '' ? {} : made.json()
  }
  await make('tenants', { id: 'acme-cn', title: 'Acme China' })
  const webhook = await make('webhooks', { url: 'https://hooks.example.com/latchkey' })
  await make('webhooks', { url: 'https://crm.example.com/in', events: ['user.created', 'user.deleted'] })
  await app.rooms.events.refresh()
  const ids: string[] = []
  for (const [i, nick] of people.entries()) {
    app.pass(600)
    const { userId } = await make('users', { nick, phone: `+86138001380${10 + i}` })
    ids.push(userId)
  }
  await settleDeliveries(app, webhook.id)
  await make(`users/${ids[6]}/disable`, {})
  await app.login('+8613800138010')
  await app.login('+8613800138010')
  await make('tenants', { id: 'pilot', title: 'Pilot' })
  await make('tenants/pilot/close', {})
  return { userId: ids[0] ?? '', webhookId: webhook.id, recoveryId: await loseNumbers(app) }
}

/** Two people ask for another number. */
async function loseNumbers(app: AdminApp): Promise<string> {
  const reasons = [
    'My phone fell into the harbour. My customer number is 20417.',
    '手机丢了，请打我办公室电话确认。',
  ]
  for (const [i, reason] of reasons.entries()) {
    const mobile = `1370013700${i}`
    app.pass(600)
    await app.sdk('sms/send', { mobile, type: 'RECOVER_MOBILE_SMS' })
    const body = { account: `1380013801${i}`, mobile, code: await app.codeOf(mobile), reason }
    const asked = await app.post('/api/v1/login/recovery', body, { 'x-client-id': clientId })
    assert.equal(asked.statusCode, 200, asked.body)
    await app.rooms.background.settled()
  }
  const { recoveries } = await app.recoveryDesk.list(defaultTenant, { state: 'open', limit: 2 })
  return recoveries[1]?.id ?? ''
}

async function settleDeliveries({ rooms, now }: AdminApp, id: string): Promise<void> {
  const claimed = await rooms.outbox.claim(id, now(), { limit: 6, leaseMs: 60_000 })
  for (const [i, delivery] of claimed.entries())
    await rooms.outbox.settle(
      delivery,
      i === 1 ? { state: 'failed', result: 'TIMEOUT' } : { state: 'delivered', result: '204' },
      now(),
    )
}
