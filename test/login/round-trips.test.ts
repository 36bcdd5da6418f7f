/** What each step of a login asks of the stores. More round trips than here are a loss of speed on a network. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { traceStores } from '../support/store-trace.ts'
import {
  amysPhone,
  anonymous,
  authOf,
  laterCodeFor,
  messageLogin,
  phoneOf,
  sdkOf,
  signUp,
} from './phone/phone-people.ts'
import { recordingSms } from './phone/recording-sms.ts'

const device = { address: '198.51.100.7', device: { key: 'dt:one' } }

/** Once in five minutes a process asks whether the prefix of a number is closed. */
const lookAtPrefix = (opened: TestApp) => phoneOf(opened.app).sendMessage('13811138111')

describe('round trips of a login', () => {
  test('send: 2 of the ephemeral store, and 1 of the database: what costs money is on record first', async (t) => {
    const opened = await openTestApp(t, { elements: recordingSms().elements })
    await lookAtPrefix(opened)
    const trace = await traceStores(opened, () => phoneOf(anonymous(opened, device)).sendMessage(amysPhone))
    assert.deepEqual(trace.operations, [
      'ephemeral reserve send-address send-number send-device send-budget',
      'ephemeral guard code',
      'sql sms-messages.insert',
    ])
    assert.deepEqual(trace.trips, { sql: 1, ephemeral: 2 })
  })

  test('send through SMS.Console: none of the database, and one more, which writes the inbox', async (t) => {
    const opened = await openTestApp(t)
    await lookAtPrefix(opened)
    const { trips } = await traceStores(opened, () => phoneOf(anonymous(opened)).sendMessage(amysPhone))
    assert.deepEqual(trips, { sql: 0, ephemeral: 3 })
  })

  test('verify, known: 2 of each', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    opened.clock.advance(45_000)
    const request = await messageLogin(opened)
    const trace = await traceStores(opened, () => sdkOf(opened).login.loginByMessage(request))
    assert.deepEqual(trace.operations, [
      'sql phone-bindings.by-phone',
      'ephemeral attempt code',
      'ephemeral spendGuarded code',
      'sql users.mark-login + sessions.insert + audit.insert',
    ])
    assert.deepEqual(trace.trips, { sql: 2, ephemeral: 2 })
  })

  test('verify, new: 2 of each', async (t) => {
    const opened = await openTestApp(t)
    const request = await messageLogin(opened)
    const trace = await traceStores(opened, () => sdkOf(opened).login.loginByMessage(request))
    assert.equal(
      trace.operations.at(-1),
      'sql phone-bindings.insert + users.insert + corps.join + audit.insert + ' +
        'users.mark-login + sessions.insert + audit.insert',
    )
    assert.deepEqual(trace.trips, { sql: 2, ephemeral: 2 })
  })

  test('a wrong code: 1 of each', async (t) => {
    const opened = await openTestApp(t)
    const request = { ...(await messageLogin(opened)), code: 'wrong' }
    const trace = await traceStores(opened, () => assert.rejects(sdkOf(opened).login.loginByMessage(request)))
    assert.deepEqual(trace.trips, { sql: 1, ephemeral: 1 })
  })

  test('getLoginCode: 2 of the database, 3 of the ephemeral store', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const code = await laterCodeFor(opened, amysPhone)
    const nobody = phoneOf(anonymous(opened))
    const { trips } = await traceStores(opened, () => nobody.getLoginCode(amysPhone, code))
    assert.deepEqual(trips, { sql: 2, ephemeral: 3 })
  })

  test('loginByCode: 2 of each', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const nobody = anonymous(opened)
    const code = await laterCodeFor(opened, amysPhone)
    const { loginCode } = await phoneOf(nobody).getLoginCode(amysPhone, code)
    const trace = await traceStores(opened, () => authOf(nobody).loginByCode(loginCode))
    assert.deepEqual(trace.operations, [
      'ephemeral get login-code',
      'sql users.find',
      'sql corps.list',
      'ephemeral spend login-code',
      'sql users.mark-login + sessions.insert + audit.insert',
    ])
    assert.deepEqual(trace.trips, { sql: 2, ephemeral: 2 })
  })

  test('session: 1 of the database, and one more write at most once a minute', async (t) => {
    const opened = await openTestApp(t)
    const { sessionToken } = await signUp(opened)
    const find = () => traceStores(opened, () => opened.rooms.sessions.findByToken(sessionToken))
    assert.deepEqual((await find()).trips, { sql: 1, ephemeral: 0 })
    opened.clock.advance(60_000)
    assert.deepEqual((await find()).trips, { sql: 2, ephemeral: 0 })
    assert.deepEqual((await find()).trips, { sql: 1, ephemeral: 0 })
  })

  test('revokeSession and logout: 1 of the database', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const revoked = await traceStores(opened, () => amy.auth.revokeSession(amy.sessionId))
    assert.deepEqual(revoked.operations, ['sql sessions.end-living + audit.insert'])
    const { trips } = await traceStores(opened, () => amy.auth.logout())
    assert.deepEqual(trips, { sql: 1, ephemeral: 0 })
  })
})
