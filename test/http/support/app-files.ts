/** The app that most tests of the faces open: a phone and a password login, clients that may call them, and a Type of its own. */
import type { Files } from '../../elements/support/temp-folder.ts'

export const clientId = 'web0web0web0web0web0web0web0web0'
export const otherClientId = 'app0app0app0app0app0app0app0app0'
export const allowedOrigin = 'https://shop.example'

export const client = {
  clientId,
  default: 1,
  profile: 'bamboocloud',
  phoneLogin: 'auths.loginTypes.phone',
  passwordLogin: 'auths.loginTypes.password',
  autoRegister: true,
  captcha: 'off',
  idTokenAlg: 'ES256',
  allowedOrigins: [allowedOrigin],
}

export const phoneSettings = { smsFullName: 'SMS.console', allowedCountries: ['CN', 'US'] }

/** A second client, of the other profile and with nothing set that may be left out. */
export const otherClient = {
  clientId: otherClientId,
  profile: 'oneaccess',
  phoneLogin: 'auths.loginTypes.phone',
  captcha: 'off',
  idTokenAlg: 'ES256',
}

/** Shows what may leave: its results hold more than they list, and some are wrong. */
const probeModule = `
import { defineFunctions, ElementType, optionalParam, param, text, Type } from 'latchkey'

const anyone = ['anonymous', 'user', 'system']
const listed = Type.Object({ name: Type.String(), tags: Type.Array(Type.Object({ id: Type.Integer() })) })

export class Probe extends ElementType {
  static functions = defineFunctions({
    excess: { params: [], result: listed, callers: anyone, exposed: true, summary: 'Gives more than it lists.' },
    wrong: { params: [], result: listed, callers: anyone, exposed: true, summary: 'Gives what it does not list.' },
    nothing: { params: [], result: Type.Null(), callers: anyone, exposed: true, summary: 'Gives <b>nothing</b>.' },
    defect: { params: [], result: Type.String(), callers: anyone, exposed: true, summary: 'Breaks.' },
    refused: { params: [optionalParam('word', text(8))], result: Type.Null(), callers: anyone, exposed: true, summary: 'Refuses.' },
    limited: { params: [], result: Type.Null(), callers: anyone, exposed: true, summary: 'Is at a limit.' },
    whoAmI: { params: [], result: Type.String(), callers: ['user', 'system'], exposed: true, summary: 'Tells the user.' },
    whom: { params: [param('userId', text(64))], result: Type.String(), callers: ['user', 'system'], exposed: true, summary: 'Tells a user.' },
    inside: { params: [], result: Type.String(), callers: anyone, exposed: false, summary: 'Is not for outside.' },
    forSystem: { params: [], result: Type.String(), callers: ['system'], exposed: true, summary: 'Is for the system.' },
  })
  static properties = ['secretWord']
  static refusals = { PROBE_CLOSED: { en: 'The probe is closed to {word}', zh: '探针对{word}关闭' } }

  get secretWord() { return 'open sesame' }
  async excess() {
    const row = { name: { value: 'Ann' }, password: { value: 'x' }, toDict: () => ({ name: 'Ann', password: 'x', tags: [{ id: 1, secret: 2 }] }) }
    return row
  }
  async wrong() { return { name: { secret: 'x' }, tags: [] } }
  async nothing() {}
  async defect() { throw Object.assign(new Error('secret detail'), { statusCode: 404, code: 'ENOENT' }) }
  async refused(word = 'you') { throw this.refusal('PROBE_CLOSED', { word }) }
  async limited() { throw new (await import('latchkey')).Refusal('RATE_LIMITED', { seconds: 7 }) }
  async whoAmI() { return this.call.caller.userId }
  async whom(userId) { return userId }
  async inside() { return 'inside' }
  async forSystem() { return 'for the system' }
}
`

export const appFiles: Files = {
  'app.json': { appId: 'acme.login', title: 'Acme' },
  'SMS/console/e.json': { title: 'Console', type: 'SMS.Console' },
  'SMS/console/sms.json': { print: false },
  'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/phone/phone.json': phoneSettings,
  'auths/loginTypes/password/e.json': { title: 'Password', type: 'auths.loginTypes.PasswordType' },
  'auths/loginTypes/password/password.json': { passwordTransport: 'plain', captcha: 'risk' },
  'corps/Acme/e.json': { title: 'Acme', type: 'corps.NormalType' },
  'corps/Acme/corp.json': { corpId: 'acme' },
  'clients/web/e.json': { title: 'Web', type: 'clients.NormalType' },
  'clients/web/client.json': client,
  'clients/app/e.json': { title: 'App', type: 'clients.NormalType' },
  'clients/app/client.json': otherClient,
  'probes/Meta/e.json': { title: 'Probes', type: '' },
  'probes/Probe/e.json': { title: 'Probe', type: 'probes.Meta', backendBundleEntry: './probe.js' },
  'probes/Probe/probe.js': probeModule,
  'probes/probe/e.json': { title: 'Probe', type: 'probes.Probe' },
}

const silentModule = `
import { SmsService } from 'latchkey'

export class Silent extends SmsService {
  async sendMessage(phoneList) {
    return phoneList.map((phone) => ({ phone, messageId: '1', accepted: true }))
  }
}
`

/** In place of the development inbox, which may not run in production. */
export const silentSms: Files = {
  'SMS/Silent/e.json': { title: 'Silent', type: 'SMS.Meta', backendBundleEntry: './silent.js' },
  'SMS/Silent/silent.js': silentModule,
  'SMS/console/e.json': { title: 'Silent', type: 'SMS.Silent' },
  'SMS/console/sms.json': {},
}
