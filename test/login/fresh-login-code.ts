/** A login code of a user who logs in now, in whatever way. */
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import type { TestApp } from '../support/open-test-app.ts'

export function freshLoginCode(
  { rooms: { clock, loginCodes } }: Pick<TestApp, 'rooms'>,
  userId: string,
  loginType: string,
  clientId: string,
): Promise<string> {
  const now = clock.now()
  const facts = { tenantId: defaultTenant, userId: userId as UserId, loginType, method: 'sms' }
  return loginCodes.issue({ ...facts, authTime: now, provenSince: now, knownDevice: false }, clientId)
}
