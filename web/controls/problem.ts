/** What went wrong, as a text next to the field that it is about. */
export type Field =
  | 'phone'
  | 'code'
  | 'name'
  | 'password'
  | 'newPassword'
  | 'username'
  | 'nick'
  | 'factorCode'
  | 'reason'
  | 'form'

export type Problem = {
  readonly field: Field
  /** `seconds`: what is left of the time to wait. */
  readonly text: (seconds: number) => string
  /** When waiting is over, in epoch milliseconds. */
  readonly until?: number
  /** The error code, for what depends on it. */
  readonly code?: string
}
