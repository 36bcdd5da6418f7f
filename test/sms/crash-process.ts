/** A process that sends one code message, and is killed on the way. */
import { openWholeApp } from '../../src/app/open-app.ts'
import type { PhoneLogin } from '../../src/login/phone/phone-type.ts'

export type CrashOrder = {
  readonly folder: string
  readonly data: string
  readonly databaseUrl?: string
  readonly secret: string
  readonly phone: string
}

/** The service of the tests kills the process where this is set. */
Object.assign(globalThis, { [Symbol.for('latchkey.test.crash')]: true })

const { folder, data, databaseUrl, secret, phone } = JSON.parse(process.argv[2] ?? '') as CrashOrder
const { app } = await openWholeApp(folder, { data, databaseUrl, secrets: [secret] })

process.once('message', async () => {
  const login = app.with({ caller: { kind: 'anonymous' } }).getElement<PhoneLogin>('auths.loginTypes.phone')
  await login.sendMessage(phone)
  process.send?.('sent')
})
process.send?.('ready')
