/** Digests for what is kept but never read back (spec 6, O7). */
import { createHash, createHmac, hash } from 'node:crypto'

/** SHA-256 as base64url: for values that hold at least 128 random bits of their own. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** MD5 as 32 hex digits: a transport encoding of passwords (spec 3, rule 1), never a protection. */
export function md5Hex(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** HMAC-SHA-256 as base64url: for short values such as codes, under a key that is not in the store. */
export function hmacSha256(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
