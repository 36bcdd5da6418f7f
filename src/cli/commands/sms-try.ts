/** `latchkey sms try`: one real message, to see that a service is set up. Its code opens nothing. */
import { smsSeenFrom } from '../../app/sms-seen-from.ts'
import { createLog } from '../../base/log.ts'
import { type E164, maskPhone } from '../../base/phone-number.ts'
import type { SmsResult } from '../../sms/sms-service.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { findNumber } from '../find-number.ts'
import { type Accounts, withAccounts } from '../open-accounts.ts'
import { print, printable } from '../output.ts'

type TryOptions = FolderOptions & {
  readonly element: string
  readonly to: string
  readonly language: string
}

const code = '123456'

export async function smsTry({ element, to, language, ...folder }: TryOptions): Promise<void> {
  if (language !== 'en' && language !== 'zh') throw new CommandFault('--language: has to be en or zh')
  await withAccounts({ ...folder, tenant: 'default' }, async (accounts) => {
    requireService(accounts, element)
    const phone = findNumber(accounts, to, '--to')
    const result = await send(accounts, element, phone, language)
    await record(accounts, element, result)
    print(`${element}: ${printable(told(result))}`)
    if (!result.accepted) process.exitCode = exitStatus.no
  })
}

function requireService({ opened }: Accounts, element: string): void {
  const services = opened.elements.registry().list({ family: 'SMS.Meta', tier: 'instance' })
  if (services.some(({ fullName }) => fullName === element)) return
  const names = services.map(({ fullName }) => fullName).join(', ')
  throw new CommandFault(`--element: has to be one of ${names}`)
}

/** With template and signature of the phone login that sends through it, as its own codes would have them. */
function send(
  { opened, services }: Accounts,
  element: string,
  phone: E164,
  language: 'en' | 'zh',
): Promise<SmsResult> {
  const { app, elements, views } = opened
  const login = services.phoneLogins().find(({ settings }) => settings.smsFullName === element)
  const gateway = smsSeenFrom({
    appId: app.appId,
    registry: elements.registry,
    app: () => views.root,
    log: createLog('error', process.stderr),
  })
  const minutes = Math.ceil((login?.settings.codeTtl ?? 300) / 60)
  return gateway.send(
    element,
    phone,
    { code, minutes, purpose: 'try', language },
    login?.settings.smsConfig ?? {},
  )
}

async function record(
  { services, call }: Accounts,
  element: string,
  { phone, accepted, reason, detail }: SmsResult,
): Promise<void> {
  const event = {
    action: 'sms.try',
    result: accepted ? 'success' : 'SMS_SEND_FAILED',
    subject: maskPhone(phone as E164),
    detail: [element, reason, detail].filter((part) => part !== undefined).join(' '),
  }
  await services.database.commit([services.audit.step(event, call)])
}

function told({ accepted, messageId, reason, detail, perhapsSent }: SmsResult): string {
  if (accepted) return `accepted, message ${messageId}`
  const cause = detail === undefined ? reason : `${reason} (${detail})`
  return `not accepted: ${cause}; ${perhapsSent === true ? 'it may have been sent all the same' : 'nothing was sent'}`
}
