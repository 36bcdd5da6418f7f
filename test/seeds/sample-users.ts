/** Users that the phone login's samples presuppose. */
import type { AppView, PhoneLogin } from '../../src/index.ts'
import type { SeedApp } from './open-seed-app.ts'
import { code, phone } from './sample-files.ts'

export type SampleUser = { readonly userId: string; readonly loginCode: string }

/** The login type of the samples. */
export function phoneLoginOf(app: AppView) {
  return app.getElement<PhoneLogin>('auths.loginTypes.myPhoneLogin')
}

/** A user who has the samples' number. The number may be sent to again at once. */
export async function registerUser({ app, pass }: SeedApp): Promise<SampleUser> {
  const phoneAuth = phoneLoginOf(app)
  await phoneAuth.sendMessage(phone)
  const user = await phoneAuth.register(phone, code, 'New User')
  pass(45)
  return { userId: user.userId.value, loginCode: user.loginCode }
}

/** A user who logs in by `otherLogin`, and has nothing in the samples' login type. */
export async function registerElsewhere({ app }: SeedApp, otherLogin: string): Promise<SampleUser> {
  const other = app.getElement<PhoneLogin>(otherLogin)
  const number = '13700137000'
  await other.sendMessage(number)
  const [message] = await app.inbox(number)
  const user = await other.register(number, message?.code ?? '', 'user123')
  return { userId: user.userId.value, loginCode: user.loginCode }
}
