import type { UserId } from '../base/ids.ts'

/** What a record tells, besides who called from where. */
export type AuditEvent = {
  /** What was tried: `phone.send`, `login`, `phone.bind`, … */
  readonly action: string
  /** `success`, or the code of the refusal. */
  readonly result: string
  /** The user it was done to. */
  readonly userId?: UserId
  /** What else it concerns: a masked number, an element's name. Never a secret. */
  readonly subject?: string
  readonly detail?: string
}
