/** What is known of a number and a device that ask for a message: part of some limits is kept for them. */

export type SenderTrust = {
  /** Has the number logged in before? */
  readonly number: boolean
  /** Has the device logged in to the number's account before? */
  readonly device: boolean
}

export const strangers: SenderTrust = { number: false, device: false }

/** So many messages are this part of a limit; at least one. */
export function partOf(max: number, part: number): number {
  return Math.max(1, Math.ceil(max * part - rounding))
}

/** What is left of a limit for others when this part of it is kept. */
export function beforeKept(max: number, kept: number): number {
  return Math.floor(max * (1 - kept) + rounding)
}

/** 0.7 times 10 is less than 7 to a computer. */
const rounding = 1e-9
