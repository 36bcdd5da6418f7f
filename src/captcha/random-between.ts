/** A random number between two bounds, for places, turns and colours. */
import { randomHex } from '../base/random-id.ts'

export function randomBetween(low: number, high: number): number {
  return low + (Number.parseInt(randomHex(8), 16) / 0x1_0000_0000) * (high - low)
}
