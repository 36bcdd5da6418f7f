/** Configuration of a phone login: spec 2, "Configuration"; spec 6, O1 and O2. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigurationFaults, formatFault } from '../../../src/elements/fault.ts'
import { openTestApp } from '../../support/open-test-app.ts'

const file = 'auths/loginTypes/phone/phone.json'

const faulty: [name: string, config: Record<string, unknown>, fault: RegExp][] = [
  ['smsFullName names nothing', { smsFullName: 'SMS.nothing' }, /\/smsFullName: .*SMS\.nothing/],
  ['smsFullName names no SMS service', { smsFullName: 'clients.web' }, /\/smsFullName/],
  ['smsFullName names a Type', { smsFullName: 'SMS.Console' }, /\/smsFullName/],
  ['smsFullName is missing', { smsFullName: undefined }, /smsFullName/],
  ['O2: codeTtl above 600', { codeTtl: 601 }, /\/codeTtl/],
  ['O1: codeLength below 6', { codeLength: 5 }, /\/codeLength/],
  ['codeLength above 8', { codeLength: 9 }, /\/codeLength/],
  ['maxAttempts above 10', { maxAttempts: 11 }, /\/maxAttempts/],
  ['maxAttempts 0', { maxAttempts: 0 }, /\/maxAttempts/],
  ['allowRegister that is no 0 or 1', { allowRegister: 2 }, /\/allowRegister/],
  ['a country that does not exist', { allowedCountries: ['CN', 'XX'] }, /\/allowedCountries\/1/],
  ['no country at all', { allowedCountries: [] }, /\/allowedCountries/],
  ['a default country that does not exist', { defaultCountry: 'ZZ' }, /\/defaultCountry/],
  ['a limit of 0', { limits: { number: { hour: 0 } } }, /\/limits\/number\/hour/],
  ['an unknown limit', { limits: { planet: { day: 1 } } }, /\/limits/],
  ['an unknown key', { resendIntervall: 45 }, /resendIntervall/],
  ['a test number without expires', { testNumbers: { '12345678901': { code: '123456' } } }, /expires/],
  [
    'a test number that expires on no day',
    { testNumbers: { '12345678901': { code: '123456', expires: '2027-13-01' } } },
    /\/testNumbers\/12345678901\/expires: not a date/,
  ],
  [
    'a test number that is none',
    { testNumbers: { abc: { code: '123456', expires: '2027-01-01' } } },
    /\/testNumbers\/abc: not a phone number/,
  ],
  [
    'one test number in two spellings',
    {
      testNumbers: {
        '12345678901': { code: '123456', expires: '2027-01-01' },
        '+8612345678901': { code: '654321', expires: '2027-01-01' },
      },
    },
    /is the same number as another entry/,
  ],
  [
    'O1: a test code of fewer than 6 digits',
    { testNumbers: { '12345678901': { code: '12345', expires: '2027-01-01' } } },
    /\/testNumbers\/12345678901\/code/,
  ],
]

describe('spec 2, configuration: what stops the start', () => {
  for (const [name, config, fault] of faulty)
    test(name, async (t) => {
      const opening = openTestApp(t, { elements: { 'auths.loginTypes.phone': { config } } })
      await assert.rejects(opening, (error) => {
        assert.ok(error instanceof ConfigurationFaults)
        const told = error.faults.filter((one) => one.file === file).map(formatFault)
        assert.match(told.join('\n'), fault)
        return true
      })
    })

  test('faults are told all together', async (t) => {
    const config = { smsFullName: 'SMS.nothing', defaultCountry: 'ZZ', allowedCountries: ['XX'] }
    const opening = openTestApp(t, { elements: { 'auths.loginTypes.phone': { config } } })
    await assert.rejects(opening, (error) => {
      assert.ok(error instanceof ConfigurationFaults)
      assert.deepEqual(error.faults.map(({ pointer }) => pointer).toSorted(), [
        '/allowedCountries/0',
        '/defaultCountry',
        '/smsFullName',
      ])
      return true
    })
  })
})

test('spec 2, configuration: the defaults are those of the table', async (t) => {
  const { elements } = await openTestApp(t, {
    elements: {
      'auths.loginTypes.plain': {
        type: 'auths.loginTypes.PhoneType',
        config: { smsFullName: 'SMS.console' },
      },
    },
  })
  assert.deepEqual(elements.registry().find('auths.loginTypes.plain')?.settings, {
    isActive: true,
    allowRegister: 1,
    smsFullName: 'SMS.console',
    smsConfig: {},
    allowedCountries: ['CN'],
    defaultCountry: 'CN',
    resendInterval: 45,
    codeTtl: 300,
    codeLength: 6,
    maxAttempts: 5,
    notifyOldPhone: 1,
    limits: {
      number: { hour: 5, day: 10, unknownDevices: { hour: 0.6, day: 0.5 } },
      address: { hour: 60, day: 300 },
      device: { hour: 10, day: 50 },
      country: { day: 500, keptForKnown: 0.3 },
      prefix: { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 },
      knownAfter: 86_400,
    },
    testNumbers: {},
  })
})
