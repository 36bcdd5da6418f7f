import type { AppView } from '../elements/app-view.ts'
import type { InboxMessage } from '../sms/dev-inbox.ts'

/** An open app, seen by the system: in-process code has every right. */
export type App = AppView & {
  /** Messages of `SMS.Console`, newest first, of one number (any form) or all; for tests and development. */
  inbox(phone?: string): Promise<InboxMessage[]>
  /** Writes what is gathered and closes the stores. */
  close(): Promise<void>
}
