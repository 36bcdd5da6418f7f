/** Edits of the console: sealed under the newest secret, and nothing that a start would refuse. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { createEditStore } from '../../src/edits/edit-store.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openTestApp, testSecret } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'

const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
const settings = { accountSid: 'AC1', authToken: 'token-of-the-vendor', from: '+15005550006' }

test('a change of LATCHKEY_SECRET reseals them', async (t) => {
  const { desk, rooms } = await openTestApp(t)
  await desk.put({ fullName: 'SMS.twilio', title: 'Twilio', type: 'SMS.Twilio', settings }, 0, call)
  const newer = 'another secret of the tests, with more than 32 characters'
  const storeUnder = (...secrets: string[]) =>
    createEditStore({ ...rooms, keyring: createKeyring(secrets), clock: systemClock })
  await assert.rejects(storeUnder(newer).list('acme.login'), /console\/SMS\.twilio cannot be read/)
  assert.deepEqual(await storeUnder(newer, testSecret).reseal(), { resealed: 1, unreadable: 0 })
  const [edit] = await storeUnder(newer).list('acme.login')
  assert.deepEqual(edit?.settings, settings)
})

test('the development inbox is refused where it may not run', async (t) => {
  const app = await openTestApp(t, {
    production: true,
    elements: {
      'SMS.console': undefined,
      'SMS.real': { type: 'SMS.Twilio', config: settings },
      'auths.loginTypes.phone': {
        config: { smsFullName: 'SMS.real', allowedCountries: ['US'], defaultCountry: 'US' },
      },
    },
  })
  const edit = { fullName: 'SMS.inbox', title: 'Inbox', type: 'SMS.Console', settings: {} }
  await assert.rejects(app.desk.put(edit, 0, call), refusal('ELEMENT_FAULTY'))
  assert.equal(app.elements.registry().find('SMS.inbox'), undefined)
})
