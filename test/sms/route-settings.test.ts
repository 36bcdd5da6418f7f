/** What is wrong with a route is told at load, all together. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { ConfigurationFaults, formatFault } from '../../src/elements/fault.ts'
import { openTestApp, type TestElement } from '../support/open-test-app.ts'

const twilio = { accountSid: 'AC1', authToken: 'b', from: '+15005550006' }
const aliyun = { accessKey: 'a', accessSecret: 'b', verifySign: 'Acme', verifyTemplateCode: 'SMS_1' }

const services: Readonly<Record<string, TestElement>> = {
  'SMS.twilio': { type: 'SMS.Twilio', config: twilio },
  'SMS.aliyun': { type: 'SMS.Aliyun', config: { ...aliyun, countries: ['CN'] } },
}

const route = (rules: readonly object[], fallback: readonly string[] = []) => ({
  type: 'SMS.Route',
  config: { rules, fallback },
})

/** What stops the start, and what is warned of. */
async function told(t: TestContext, elements: Readonly<Record<string, TestElement>>): Promise<string[]> {
  try {
    const { warnings } = await openTestApp(t, { elements: { ...services, ...elements } })
    return warnings.map(formatFault).filter((warning) => !warning.includes('contains a secret'))
  } catch (error) {
    assert.ok(error instanceof ConfigurationFaults, String(error))
    return error.faults.map(formatFault)
  }
}

const login = (config: object): TestElement => ({ config: { smsFullName: 'SMS.route', ...config } })

describe('SMS.Route: faults of the settings', () => {
  test('all are told together', async (t) => {
    const faults = await told(t, {
      'SMS.route': route(
        [
          { countries: ['US', 'XX'], service: 'SMS.aliyun' },
          { countries: ['CN'], service: 'SMS.nobody' },
          { countries: ['CN'], service: 'clients.web' },
        ],
        ['SMS.Twilio', 'SMS.Meta', 'SMS.other', 'SMS.route', 'SMS.twilio'],
      ),
      'SMS.other': route([], ['SMS.route']),
      'SMS.empty': route([]),
    })
    assert.deepEqual(faults.filter((fault) => fault.startsWith('SMS/')).toSorted(), [
      'SMS/empty/empty.json: /rules: names no service',
      'SMS/other/other.json: /fallback/0: leads back to itself: SMS.other → SMS.route → SMS.other',
      'SMS/route/route.json: /fallback/0: is no SMS service: SMS.Twilio',
      'SMS/route/route.json: /fallback/1: is no SMS service: SMS.Meta',
      'SMS/route/route.json: /fallback/2: leads back to itself: SMS.route → SMS.other → SMS.route',
      'SMS/route/route.json: /fallback/3: leads back to itself: SMS.route → SMS.route',
      'SMS/route/route.json: /rules/0/countries/0: SMS.aliyun does not serve US',
      'SMS/route/route.json: /rules/0/countries/1: no country: XX',
      'SMS/route/route.json: /rules/1/service: no SMS service element: SMS.nobody',
      'SMS/route/route.json: /rules/2/service: is no SMS service: clients.web',
    ])
  })

  test('a country that a login allows and no service takes', async (t) => {
    const elements = {
      'SMS.route': route([{ countries: ['US'], service: 'SMS.twilio' }], ['SMS.aliyun']),
      'auths.loginTypes.phone': login({ allowedCountries: ['CN', 'US', 'GB', 'FR'] }),
    }
    assert.deepEqual(await told(t, elements), [
      'SMS/route/route.json: no service for GB, which auths.loginTypes.phone allows',
      'SMS/route/route.json: no service for FR, which auths.loginTypes.phone allows',
    ])
    const named = { 'auths.loginTypes.phone': { config: { smsFullName: 'SMS.aliyun' } } }
    assert.deepEqual(await told(t, named), [
      'SMS/aliyun/aliyun.json: /countries: lacks US, which auths.loginTypes.phone allows',
      'SMS/aliyun/aliyun.json: /countries: lacks GB, which auths.loginTypes.phone allows',
    ])
    const unknown = { 'SMS.aliyun': { type: 'SMS.Aliyun', config: { ...aliyun, countries: ['XX'] } } }
    assert.deepEqual(await told(t, unknown), ['SMS/aliyun/aliyun.json: /countries/0: no country: XX'])
  })

  test('what a vendor needs is asked of logins behind a route too', async (t) => {
    const { verifySign: _, ...unsigned } = aliyun
    const elements = {
      'SMS.aliyun': { type: 'SMS.Aliyun', config: unsigned },
      'SMS.route': route([], ['SMS.inner']),
      'SMS.inner': route([], ['SMS.aliyun']),
      'auths.loginTypes.phone': login({}),
    }
    assert.deepEqual(await told(t, elements), [
      'SMS/aliyun/aliyun.json: /verifySign: is set neither here nor in smsConfig of auths.loginTypes.phone',
    ])
  })

  test('a warning where a client replaces lost numbers and a service of its logins cannot tell them', async (t) => {
    const warned = async (config: Record<string, unknown>, client: Record<string, unknown>) => {
      const lines = await told(t, {
        'SMS.route': route([{ countries: ['CN'], service: 'SMS.aliyun' }], ['SMS.twilio']),
        'SMS.aliyun': { type: 'SMS.Aliyun', config: { ...aliyun, countries: ['CN'], ...config } },
        'auths.loginTypes.phone': login({}),
        'clients.web': { config: client },
      })
      return lines.filter((line) => line.includes('/recoveryTemplateCode'))
    }
    const [warning, ...more] = await warned({}, {})
    assert.match(
      warning ?? '',
      /^SMS\/aliyun\/aliyun\.json: .* not set: numbers .* reported in clients\.web /,
    )
    assert.deepEqual(more, [])
    assert.deepEqual(await warned({ recoveryTemplateCode: 'SMS_9' }, {}), [])
    assert.deepEqual(await warned({}, { recovery: false }), [])
  })

  test('a warning where one smsConfig goes to several vendors', async (t) => {
    const elements = {
      'SMS.route': route([], ['SMS.twilio', 'SMS.aliyun']),
      'auths.loginTypes.phone': login({ smsConfig: { verifySign: 'Other' } }),
    }
    assert.deepEqual(
      (await told(t, elements)).filter((line) => line.startsWith('SMS/route')),
      [
        'SMS/route/route.json: smsConfig of auths.loginTypes.phone goes to services of several vendors: set signature and template in each of them',
      ],
    )
  })
})
