/** Times and counts that the two documents on phone login fix. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SUCCESS_RETURN } from '../../src/index.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp, type SeedApp } from './open-seed-app.ts'
import { code, newCode, newPhone, phone, phoneSampleFiles } from './sample-files.ts'
import { phoneLoginOf, registerUser } from './sample-users.ts'

describe('seeds 000 and 001: limits', () => {
  /** Sends once, lets time pass, and sends once more. */
  async function sendTwice(seed: SeedApp, seconds: number) {
    await phoneLoginOf(seed.app).sendMessage(phone)
    seed.pass(seconds)
    return phoneLoginOf(seed.app).sendMessage(phone)
  }

  test('a number is sent to no second time after 44 s', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    assert.match(await failureOf(sendTwice(seed, 44)), /^SEND_TOO_FREQUENT.*\(1 s\)$/)
  })

  test('a number is sent to again after 45 s', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    assert.equal((await sendTwice(seed, 45)).code, 200)
  })

  test('a code is good after 299 s', async (t) => {
    const { app, pass } = await openSeedApp(t, phoneSampleFiles)
    await phoneLoginOf(app).sendMessage(phone)
    pass(299)
    assert.equal((await phoneLoginOf(app).register(phone, code, 'New User')).nick.value, 'New User')
  })

  test('a code has expired after 300 s', async (t) => {
    const { app, pass } = await openSeedApp(t, phoneSampleFiles)
    await phoneLoginOf(app).sendMessage(phone)
    pass(300)
    assert.match(await failureOf(phoneLoginOf(app).register(phone, code, 'New User')), /^CODE_EXPIRED/)
  })

  test('a code is deleted once it was right', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    await registerUser(seed)
    const phoneAuth = phoneLoginOf(seed.app)
    await phoneAuth.sendMessage(phone)
    await phoneAuth.getLoginCode(phone, code)
    assert.match(await failureOf(phoneAuth.getLoginCode(phone, code)), /^CODE_EXPIRED/)
  })

  /** A ticket of `checkMyMessage` that is used after some time. */
  async function updateAfter(seed: SeedApp, seconds: number) {
    const { userId, loginCode } = await registerUser(seed)
    const phoneAuth = phoneLoginOf(await seed.enter(loginCode))
    await phoneAuth.sendMessage(phone)
    const { ticket } = await phoneAuth.checkMyMessage(code)
    seed.pass(seconds)
    await phoneAuth.sendMessage(newPhone)
    return phoneAuth.updatePhone(userId, ticket, newPhone, newCode)
  }

  test('a ticket is good after 299 s', async (t) => {
    assert.equal(await updateAfter(await openSeedApp(t, phoneSampleFiles), 299), SUCCESS_RETURN)
  })

  test('a ticket is invalid after 300 s', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    assert.match(await failureOf(updateAfter(seed, 300)), /^TICKET_INVALID/)
  })
})
