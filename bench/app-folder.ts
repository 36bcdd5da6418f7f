/** The app that is measured: every limit is on, so high that a load from one address does not meet it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientId } from './people.ts'

/** Seconds between two messages to one number: the least that the phone login takes. */
export const resendSeconds = 1

const beyondReach = { hour: 1_000_000_000, day: 1_000_000_000 }

const files = {
  'app.json': { appId: 'latchkey.bench', title: 'Bench', version: '1.0.0' },
  'SMS/console/e.json': { title: 'Console', type: 'SMS.Console' },
  'SMS/console/sms.json': { print: false, budget: { daily: 1_000_000_000 } },
  'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/phone/phone.json': {
    smsFullName: 'SMS.console',
    smsConfig: { verifyTemplateCode: 'bench', verifySign: 'bench' },
    resendInterval: resendSeconds,
    codeTtl: 600,
    limits: {
      number: beyondReach,
      address: beyondReach,
      device: beyondReach,
      country: { day: 1_000_000_000 },
    },
  },
  'auths/loginTypes/password/e.json': { title: 'Password', type: 'auths.loginTypes.PasswordType' },
  'auths/loginTypes/password/password.json': {
    passwordTransport: 'plain',
    captcha: 'risk',
    limit: { maxLength: 64 },
  },
  'corps/Default/e.json': { title: 'Default', type: 'corps.NormalType' },
  'corps/Default/Default.json': { corpId: 'default', title: 'Default', allowJoin: 1 },
  'clients/bench/e.json': { title: 'Bench', type: 'clients.NormalType', default: 1 },
  'clients/bench/client.json': {
    clientId,
    profile: 'bamboocloud',
    phoneLogin: 'auths.loginTypes.phone',
    passwordLogin: 'auths.loginTypes.password',
    autoRegister: true,
    captcha: 'off',
    idTokenAlg: 'ES256',
  },
}

export function writeAppFolder(folder: string): void {
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), JSON.stringify(value, undefined, 2))
  }
}
