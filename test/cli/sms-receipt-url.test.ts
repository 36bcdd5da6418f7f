/** `latchkey sms receipt-url`, as an operator types it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import { twilioKey } from '../sms/services/twilio-server.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

test('latchkey sms receipt-url prints the address of a service whose vendor tells something', async (t) => {
  const place = cliApp(t, {
    'SMS/twilio/e.json': { title: 'Twilio', type: 'SMS.Twilio' },
    'SMS/route/e.json': { title: 'Route', type: 'SMS.Route' },
    'SMS/route/route.json': { fallback: ['SMS.twilio', 'SMS.console'] },
    'SMS/twilio/twilio.json': { ...twilioKey, from: '+15005550006' },
  })
  const printed = await runLatchkey(place, 'sms', 'receipt-url', '--element', 'SMS.twilio')
  assert.equal(printed.status, 0, printed.stderr)
  const opened = await openWholeApp(place.app, { data: place.data })
  t.after(() => opened.app.close())
  assert.equal(printed.stdout, `${opened.rooms.receiptAddresses.urlOf('SMS.twilio')}\n`)
  assert.match(printed.stdout, /^http:\/\/\S+\/api\/sms\/receipts\/SMS\.twilio\/[\w-]{43}\n$/)

  const none = await runLatchkey(place, 'sms', 'receipt-url', '--element', 'SMS.console')
  assert.deepEqual([none.status, /of a vendor who tells nothing later/.test(none.stderr)], [64, true])
  const route = await runLatchkey(place, 'sms', 'receipt-url', '--element', 'SMS.route')
  const told =
    'latchkey: --element: SMS.route hands on to others, whose vendors tell: SMS.twilio, SMS.console\n'
  assert.deepEqual([route.status, route.stderr], [64, told])
  const unknown = await runLatchkey(place, 'sms', 'receipt-url', '--element', 'SMS.none')
  assert.deepEqual(
    [unknown.status, /--element: has to be one of SMS\.console/.test(unknown.stderr)],
    [64, true],
  )
})
