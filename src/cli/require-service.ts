/** The SMS service that a command names. */
import { CommandFault } from './command-fault.ts'
import type { Accounts } from './open-accounts.ts'

export function requireService({ opened }: Accounts, element: string): void {
  const services = opened.elements.registry().list({ family: 'SMS.Meta', tier: 'instance' })
  if (services.some(({ fullName }) => fullName === element)) return
  const names = services.map(({ fullName }) => fullName).join(', ')
  throw new CommandFault(`--element: has to be one of ${names}`)
}
