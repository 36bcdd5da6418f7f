/** `app.inbox(phone)`: a number without + is of a default country of the app's phone logins. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp } from '../../support/open-test-app.ts'
import { amysPhone, anonymous, phoneOf } from './phone-people.ts'

const american = '2133734253'
const americanLogin = { defaultCountry: 'US', allowedCountries: ['US'] }

describe('app.inbox', () => {
  test('reads a number as the phone login does, in whatever country that is', async (t) => {
    const opened = await openTestApp(t, { elements: { 'auths.loginTypes.phone': { config: americanLogin } } })
    await phoneOf(anonymous(opened)).sendMessage(american)
    for (const text of [american, `+1 ${american}`, '(213) 373-4253'])
      assert.equal((await opened.app.inbox(text))[0]?.phone, `+1${american}`, text)
    assert.deepEqual(await opened.app.inbox(amysPhone), [])
  })

  test('of several logins: in the default country of each', async (t) => {
    const config = { smsFullName: 'SMS.console', ...americanLogin }
    const elements = { 'auths.loginTypes.us': { type: 'auths.loginTypes.PhoneType', config } }
    const opened = await openTestApp(t, { elements })
    await phoneOf(anonymous(opened)).sendMessage(amysPhone)
    await phoneOf(anonymous(opened), 'auths.loginTypes.us').sendMessage(american)
    assert.equal((await opened.app.inbox(amysPhone))[0]?.phone, `+86${amysPhone}`)
    assert.equal((await opened.app.inbox(american))[0]?.phone, `+1${american}`)
  })

  test('what is no number finds nothing', async (t) => {
    const opened = await openTestApp(t)
    await phoneOf(anonymous(opened)).sendMessage(amysPhone)
    for (const text of ['', 'amy', '+']) assert.deepEqual(await opened.app.inbox(text), [])
    assert.equal((await opened.app.inbox()).length, 1)
  })
})
