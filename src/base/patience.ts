/**
 * How long to wait for a store. One that answers may be slow; once it is silent nobody waits long, since a request that
 * was refused often has something to undo. So every request is answered within two seconds of a store falling silent.
 */

export type PatienceLimits = {
  /** Milliseconds for one answer, of a store that answers. */
  readonly patientMs: number
  /** The same while it is silent. */
  readonly impatientMs: number
  /** The same before the first answer of all, which may take a connection and its greetings. */
  readonly firstMs: number
}

/** Somebody waits at the other end of HTTP. */
export const forRequests: PatienceLimits = { patientMs: 1_200, impatientMs: 200, firstMs: 5_000 }

/** An operator's command: what it does at a time may take long, and nobody queues behind it. */
export const forCommands: PatienceLimits = { patientMs: 15_000, impatientMs: 15_000, firstMs: 15_000 }

/** Of one store, shared by all who use it. */
export class Patience {
  readonly limits: PatienceLimits
  private answeredAt: number | undefined
  private isSilent = false

  constructor(limits: PatienceLimits = forRequests) {
    this.limits = limits
  }

  get limitMs(): number {
    if (this.answeredAt === undefined) return this.limits.firstMs
    return this.isSilent ? this.limits.impatientMs : this.limits.patientMs
  }

  noteAnswer(): void {
    this.answeredAt = performance.now()
    this.isSilent = false
  }

  /** The way to the store is lost, or it says that it cannot serve. */
  noteSilence(): void {
    this.isSilent = true
  }

  /**
   * What `answer` settles to, or a rejection when that takes too long; it then goes on unheard, and whoever hears of
   * it late calls `noteAnswer`. Where nobody else was answered meanwhile the store is silent.
   */
  async wait<T>(answer: Promise<T>): Promise<T> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const { limitMs } = this
    const since = performance.now()
    const timer = setTimeout(() => {
      if ((this.answeredAt ?? 0) < since) this.noteSilence()
      reject(new Error(`no answer within ${limitMs} ms`))
    }, limitMs)
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }
}
