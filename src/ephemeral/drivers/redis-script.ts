/** A script as Redis keeps it: by the digest of its text. */
import { createHash } from 'node:crypto'

export type RedisScript = { readonly text: string; readonly sha: string }

/** `parts` are Lua; what an earlier one declares the later ones see. */
export function redisScript(...parts: readonly string[]): RedisScript {
  const text = parts.join('\n')
  // Redis names scripts by SHA-1; nothing is secured by it.
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}
