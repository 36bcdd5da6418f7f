/** Wrong codes have locked a number: an event of its tenant. */
import { maskPhone } from '../base/phone-number.ts'
import type { CodeScope } from '../codes/code-scope.ts'
import type { Events } from '../events/events.ts'

export function tellNumberLock(events: Pick<Events, 'raise'>) {
  return ({ tenantId, loginType, phone }: CodeScope, begins: 'braked' | 'closed'): void => {
    const data = { loginType, what: 'code', phone: maskPhone(phone), isClosed: begins === 'closed' }
    events.raise(tenantId, { type: 'login.locked', data })
  }
}
