/** `latchkey sms receipt-url`: where the vendor of a service is to tell what became of messages. */
import { namedServices, type RouteNames } from '../../sms/routes-to.ts'
import type { SmsService } from '../../sms/sms-service.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { withAccounts } from '../open-accounts.ts'
import { print } from '../output.ts'
import { requireService } from '../require-service.ts'

type ReceiptOptions = FolderOptions & { readonly element: string }

export async function smsReceiptUrl({ element, ...folder }: ReceiptOptions): Promise<void> {
  await withAccounts({ ...folder, tenant: 'default' }, async (accounts) => {
    requireService(accounts, element)
    const { elements, rooms } = accounts.opened
    const found = elements.registry().element(element)
    const code = found?.class as Partial<typeof SmsService> | undefined
    const named = namedServices((found?.definition.settings ?? {}) as RouteNames)
    if (code?.servicesFor !== undefined && named.length > 0)
      throw new CommandFault(
        `--element: ${element} hands on to others, whose vendors tell: ${[...new Set(named)].join(', ')}`,
      )
    if (code?.readReceipts === undefined)
      throw new CommandFault(`--element: ${element} is of a vendor who tells nothing later`)
    print(rooms.receiptAddresses.urlOf(element))
  })
}
