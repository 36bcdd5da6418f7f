/**
 * A second way to log in that a new user gets together with the first. Login types know nothing of each other: one
 * makes the user, the other hands in the rows that go into the same transaction.
 */
import type { UserId } from '../base/ids.ts'
import type { Step } from '../storage/database.ts'

export type AddedLogin = {
  /** The name that the user is shown with. */
  readonly username: string
  readonly steps: (userId: UserId) => readonly Step[]
}

/** Called once the first way is proven: what is slow or looks for others waits until then. */
export type PrepareLogin = () => Promise<AddedLogin>
