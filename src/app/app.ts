import type { AppView } from '../elements/app-view.ts'
import type { Fault } from '../elements/fault.ts'
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
  /**
   * Loads the app folder anew, as a whole or not at all, and tells the other processes of the installation, which do
   * the same within two seconds. Calls that are under way finish with the elements that they began with. Throws
   * `ConfigurationFaults` with every fault, and then nothing has changed; answers with the warnings. Modules that were
   * loaded before stay as they are until a new process reads them.
   */
  reloadElements(): Promise<readonly Fault[]>
  /** Writes what is gathered and closes the stores. */
  close(): Promise<void>
}
