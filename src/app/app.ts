import type { AppView } from '../elements/app-view.ts'
import type { InboxMessage } from '../sms/dev-inbox.ts'

/** An open app, seen by the system: in-process code has every right. */
export type App = AppView & {
  /**
   * The same app seen by the owner of a session token, whose use is noted. Refuses with `SESSION_INVALID` when
   * there is no living session: it ended, idled out, or its user is disabled.
   */
  asSession(token: string | undefined): Promise<AppView>
  /** Messages of `SMS.Console`, newest first, of one number (any form) or all; for tests and development. */
  inbox(phone?: string): Promise<InboxMessage[]>
  /** Writes what is gathered and closes the stores. */
  close(): Promise<void>
}
