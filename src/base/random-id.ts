/** Random strings from the system's CSPRNG, uniform over their alphabet. */
import { randomFillSync } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Enough until the year 2059. */
const timeCharacters = 8
const pool = Buffer.alloc(4096)
let used = pool.length

function randomByte(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const byte = pool[used] as number
  pool[used] = 0
  used += 1
  return byte
}

function randomFrom(symbols: string, length: number): string {
  const limit = 256 - (256 % symbols.length)
  let text = ''
  while (text.length < length) {
    const byte = randomByte()
    if (byte < limit) text += symbols[byte % symbols.length]
  }
  return text
}

/** Letters and digits, 5.95 bits each: 32 of them hold 190 bits (spec 6, S1 asks for 128). */
export function randomToken(length = 32): string {
  return randomFrom(alphabet, length)
}

/**
 * Letters and digits that begin with the time (epoch milliseconds) in the first 8, the others random: for names that
 * are unique and no secret. Rows that are written together then lie together in an index of them.
 */
export function orderedToken(now: number, length: number): string {
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(timeCharacters, '0')
  return time + randomToken(length - time.length)
}

/** Decimal digits, every one uniform, leading zeros kept (spec 6, O1). */
export function randomDigits(length: number): string {
  return randomFrom('0123456789', length)
}

/** Lower-case hexadecimal digits. */
export function randomHex(length: number): string {
  return randomFrom('0123456789abcdef', length)
}

/** Symbols of an alphabet of the caller's; a RangeError unless it has 1 to 256. */
export function randomSymbols(symbols: string, length: number): string {
  if (symbols.length === 0 || symbols.length > 256) throw new RangeError('an alphabet has 1 to 256 symbols')
  return randomFrom(symbols, length)
}

/** Puts random bytes in the place of all that the array holds. */
export function fillRandomly(bytes: Uint8ClampedArray): void {
  randomFillSync(bytes)
}
