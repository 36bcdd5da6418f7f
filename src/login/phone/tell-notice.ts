/** Tells a number what it is to be told, once it is known to everybody that it is: of several processes one. */
import { maskPhone } from '../../base/phone-number.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { Notice } from '../../notices/notice-store.ts'
import type { Step } from '../../storage/database.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'
import { type NoticeOutcome, noticeAction, sendNotice } from './send-notice.ts'

/** Should the process end while it tells, another one does after so long; the first one tells at once. */
export const tellAgainMs = 600_000
const afterFailureMs = 6 * 3_600_000
const leastPauseMs = 60_000

/** `ifSent` goes with the notice's end. Nothing where another process tells it, or its time is over. */
export async function tellNotice(
  services: Pick<PhoneServices, 'database' | 'notices' | 'sms' | 'spend' | 'audit' | 'clock'>,
  notice: Notice,
  settings: PhoneSettings,
  call: CallContext,
  ifSent: (now: number) => readonly Step[] = () => [],
): Promise<NoticeOutcome | undefined> {
  const { database, notices, audit, clock } = services
  const { phone, purpose, endsAt } = notice
  const nextAt = clock.now() + tellAgainMs
  if (!(await notices.claim(notice, nextAt))) return undefined
  if (clock.now() >= endsAt) {
    await database.commit([notices.remove(notice)])
    const over = { action: noticeAction(purpose), result: 'SMS_SEND_FAILED', detail: 'ENDED' }
    audit.note({ ...over, subject: maskPhone(phone) }, call)
    return undefined
  }
  const told = await sendNotice(services, { phone, purpose, settings }, call)
  const now = clock.now()
  const isOver = told.is === 'failed' && told.isFinal && purpose === 'phone-changed'
  if (told.is === 'sent') await database.commit([...ifSent(now), notices.remove(notice)])
  else if (isOver) await database.commit([notices.remove(notice)])
  else await notices.claim({ ...notice, nextAt }, now + pauseAfter(told))
  return told
}

function pauseAfter(told: Exclude<NoticeOutcome, { readonly is: 'sent' }>): number {
  return told.is === 'failed' ? afterFailureMs : Math.max(told.retryAfterMs, leastPauseMs)
}
