import { exitStatus } from './exit-status.ts'

/** A command cannot do what was asked, for a reason that the person at the keyboard can change. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault'
  readonly status: number

  constructor(message: string, status: number = exitStatus.usage) {
    super(message)
    this.status = status
  }
}
