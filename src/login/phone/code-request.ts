/** What a code message is asked for with. */
import type { PhoneNumber } from '../../base/phone-number.ts'
import type { CodeScope } from '../../codes/code-scope.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { PhoneSettings } from './phone-settings.ts'

export type CodeRequest = {
  readonly number: PhoneNumber
  readonly scope: CodeScope
  readonly settings: PhoneSettings
  readonly call: CallContext
  /**
   * `awaited`: the answer tells whether the service took the message. `queued`: the answer comes before that, and
   * a decoy, of which nothing is sent, answers the same (spec 5, `sms/send`).
   */
  readonly delivery: 'awaited' | 'queued' | 'decoy'
}
