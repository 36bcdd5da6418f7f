/** Notices that could not be sent when they were made: sent later, a few at a time, so that nothing waits for long. */
import type { ClientId, TenantId } from '../base/ids.ts'
import { Refusal } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Notice } from '../notices/notice-store.ts'
import type { Recovery } from '../recoveries/recovery.ts'
import type { RecoveryServices } from './ask-recovery.ts'

type Services = Pick<
  RecoveryServices,
  'database' | 'clock' | 'recoveries' | 'notices' | 'phoneLogin' | 'waitMs'
>

/** A service may take five seconds for each. */
const atOnce = 5
const most = 50
const longestMs = 15_000

/** At most 50, five at once, and none is begun after 15 seconds. */
export async function tellDueNotices(services: Services): Promise<void> {
  const { notices, clock } = services
  const begun = clock.now()
  const left = await notices.listDue(begun, most)
  const lane = async () => {
    while (clock.now() - begun < longestMs) {
      const notice = left.shift()
      if (notice === undefined) return
      await tellDueNotice(services, notice)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** Of several processes one. A request that has ended is not told of any more. */
export async function tellDueNotice(services: Services, notice: Notice): Promise<void> {
  if (notice.purpose === 'recovery-asked') await tellOfRecovery(services, notice)
  else await tryToTell(services, notice)
}

async function tellOfRecovery(services: Services, notice: Notice): Promise<void> {
  const { database, recoveries, notices, waitMs } = services
  const recovery = await recoveries.find(notice.tenantId, notice.id)
  if (recovery === undefined || recovery.endedAt !== null) {
    await database.commit([notices.remove(notice)])
    return
  }
  const told = await tryToTell(services, notice, recovery, waitMs)
  if (told === undefined || told.is === 'sent') return
  await recoveries.setUntold(recovery, told.is === 'failed' ? 'failed' : 'waiting')
}

/** Where the phone login is gone it is tried again, until its time is over. */
async function tryToTell(
  { notices, recoveries, clock, phoneLogin }: Services,
  notice: Notice,
  recovery?: Recovery,
  waitMs = 0,
) {
  const call = recoveryCall(notice, notice.phone)
  const ifSent = (now: number) => (recovery === undefined ? [] : [recoveries.setTold(recovery, now + waitMs)])
  try {
    return await phoneLogin(notice.loginType, call).tell(notice, ifSent)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await notices.claim(notice, clock.now() + 3_600_000)
    return undefined
  }
}

type Place = { readonly tenantId: TenantId; readonly clientId: ClientId | undefined }

/** Nobody's language is known: messages to a Chinese number are in Chinese. */
export function recoveryCall({ tenantId, clientId }: Place, phone: string): CallContext {
  const language = phone.startsWith('+86') ? 'zh' : 'en'
  const place = clientId === undefined ? { tenantId } : { tenantId, clientId }
  return { caller: { kind: 'system', reason: 'recovery' }, ...place, device: {}, language }
}
