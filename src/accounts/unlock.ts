/** An operator opens what failures have closed: the codes of a number, an account's password and second factor (spec 6, O5). */
import type { TenantId, UserId } from '../base/ids.ts'
import { type E164, maskPhone } from '../base/phone-number.ts'
import type { CallContext } from '../elements/caller.ts'
import { forgetTries } from '../login/password/try-counters.ts'
import { listPhoneBindings } from '../login/phone/phone-binding-list.ts'
import type { AccountServices } from './account-services.ts'

/** `true` where failures were counted, and are forgotten now. */
export type UnlockedNumber = { readonly phone: E164; readonly opened: boolean }

type UnlockedUser = {
  readonly numbers: readonly UnlockedNumber[]
  readonly password: boolean
  readonly secondFactor: boolean
}

/** Password, second factor and every number of a user, for known devices too. */
export async function unlockUser(
  services: AccountServices,
  userId: UserId,
  call: CallContext,
): Promise<UnlockedUser> {
  const { database, ephemeral, users, factors } = services
  const { tenantId } = call
  const [bindings, devices] = await Promise.all([
    listPhoneBindings(database, tenantId, [userId]),
    users.knownDevices(tenantId, userId),
  ])
  const phones = [...new Set(bindings.map(({ phone }) => phone))]
  await record(services, { userId, phones }, call)
  const numbers = await Promise.all(phones.map((phone) => openNumber(services, tenantId, phone, devices)))
  const [password, secondFactor] = await Promise.all([
    forgetTries(ephemeral, tenantId, userId, devices),
    factors.forgetFailures({ tenantId, userId }, devices),
  ])
  return { numbers, password, secondFactor }
}

/** A number alone, whoever has it. Answers with its user, if there is one. */
export async function unlockNumber(
  services: AccountServices,
  phone: E164,
  call: CallContext,
): Promise<UnlockedNumber & { readonly userId: UserId | undefined }> {
  const { bindings, users } = services
  const { tenantId } = call
  const userId = (await bindings.findByPhone(tenantId, phone, undefined))?.id
  const devices = userId === undefined ? [] : await users.knownDevices(tenantId, userId)
  await record(services, { userId, phones: [phone] }, call)
  return { ...(await openNumber(services, tenantId, phone, devices)), userId }
}

async function openNumber(
  { codes }: AccountServices,
  tenantId: TenantId,
  phone: E164,
  devices: readonly string[],
): Promise<UnlockedNumber> {
  return { phone, opened: await codes.forgetFailures({ tenantId, phone }, devices) }
}

/** Ahead of what it tells of: nothing is opened without a record of it. */
async function record(
  { database, audit }: AccountServices,
  { userId, phones }: { readonly userId: UserId | undefined; readonly phones: readonly E164[] },
  call: CallContext,
): Promise<void> {
  const user = userId === undefined ? {} : { userId }
  const subject = phones.length === 0 ? {} : { subject: phones.map(maskPhone).join(', ') }
  await database.commit([audit.step({ action: 'user.unlock', result: 'success', ...user, ...subject }, call)])
}
