import { timingSafeEqual } from 'node:crypto'

/** Compares two strings without telling by its duration where they differ. A differing length answers at once. */
export function sameBytes(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
