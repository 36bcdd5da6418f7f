/** `latchkey sms try`: one real message, to see that a service is set up. */
import { createTrySms } from '../../app/try-sms.ts'
import type { SmsResult } from '../../sms/sms-service.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { findNumber } from '../find-number.ts'
import { withAccounts } from '../open-accounts.ts'
import { print, printable } from '../output.ts'
import { requireService } from '../require-service.ts'

type TryOptions = FolderOptions & {
  readonly element: string
  readonly to: string
  readonly language: string
}

export async function smsTry({ element, to, language, ...folder }: TryOptions): Promise<void> {
  if (language !== 'en' && language !== 'zh') throw new CommandFault('--language: has to be en or zh')
  await withAccounts({ ...folder, tenant: 'default' }, async (accounts) => {
    requireService(accounts, element)
    const phone = findNumber(accounts, to, '--to')
    const result = await createTrySms(accounts.opened)(element, phone, language, accounts.call)
    print(`${element}: ${printable(told(result))}`)
    if (!result.accepted) process.exitCode = exitStatus.no
  })
}

function told({ accepted, messageId, reason, detail, perhapsSent }: SmsResult): string {
  if (accepted) return `accepted, message ${messageId}`
  const cause = detail === undefined ? reason : `${reason} (${detail})`
  return `not accepted: ${cause}; ${perhapsSent === true ? 'it may have been sent all the same' : 'nothing was sent'}`
}
