/** The app that the fault tests run: one login by phone with a short interval, one with the usual one, one by password. */
import { join } from 'node:path'
import { writeTree } from '../support/write-tree.ts'

/** Its numbers may be sent to every second; a returning login and a change of number take a second SMS. */
export const quickClient = 'quickClient0quickClient0quickCli'
/** The usual 45 seconds: what was sent before a crash is still within its interval after it. */
export const slowClient = 'slowClient00slowClient00slowClie'

export const quickLogin = 'auths/loginTypes/quick'
export const passwordLogin = 'auths/loginTypes/password'
export const authService = 'auths/loginTypes/services/AuthSvc'
export const apiPrefix = '/api/faults/app'

export type FaultAppOptions = {
  /** Seconds that a code of the quick login lives. */
  readonly codeTtl?: number
  readonly maxAttempts?: number
  /** Messages an hour of one address. */
  readonly addressHour?: number
  readonly sessionTtl?: number
}

const many = { hour: 1_000_000, day: 10_000_000 }

/** Writes the app into `folder` and answers with its path. */
export function writeFaultApp(folder: string, options: FaultAppOptions = {}): string {
  const { codeTtl = 300, maxAttempts = 5, addressHour = many.hour, sessionTtl = 86_400 } = options
  const limits = { address: { hour: addressHour, day: many.day }, device: many, country: { day: many.day } }
  const phone = { smsFullName: 'SMS.console', limits: { ...limits, number: many } }
  const client = {
    profile: 'bamboocloud',
    captcha: 'off',
    autoRegister: true,
    idTokenAlg: 'ES256',
    sessionTtl,
    reauthSeconds: 0,
  }
  const app = join(folder, 'app')
  const files: Record<string, object> = {
    'app.json': { appId: 'faults.app', title: 'Faults', version: '1.0.0' },
    'SMS/console/e.json': { title: 'Inbox', type: 'SMS.Console' },
    'corps/Default/e.json': { title: 'Faults', type: 'corps.NormalType' },
    'corps/Default/Default.json': { corpId: 'faults' },
    [`${quickLogin}/e.json`]: { title: 'Quick', type: 'auths.loginTypes.PhoneType' },
    [`${quickLogin}/quick.json`]: { ...phone, resendInterval: 1, codeTtl, maxAttempts },
    'auths/loginTypes/slow/e.json': { title: 'Slow', type: 'auths.loginTypes.PhoneType' },
    'auths/loginTypes/slow/slow.json': phone,
    [`${passwordLogin}/e.json`]: { title: 'Password', type: 'auths.loginTypes.PasswordType' },
    [`${passwordLogin}/password.json`]: {
      passwordTransport: 'plain',
      captcha: 'risk',
      limit: { minLength: 8 },
    },
    'clients/quick/e.json': { title: 'Quick', type: 'clients.NormalType' },
    'clients/quick/quick.json': {
      ...client,
      clientId: quickClient,
      default: 1,
      phoneLogin: 'auths.loginTypes.quick',
      passwordLogin: 'auths.loginTypes.password',
    },
    'clients/slow/e.json': { title: 'Slow', type: 'clients.NormalType' },
    'clients/slow/slow.json': { ...client, clientId: slowClient, phoneLogin: 'auths.loginTypes.slow' },
  }
  writeTree(
    app,
    Object.fromEntries(Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)])),
  )
  return app
}
