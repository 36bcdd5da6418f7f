/**
 * Secrets that the first look spends, right or wrong: where a piece belongs, whom a proof is for. Only their HMAC is
 * kept, under the digest of a token that the caller has (spec 6, O7).
 */
import { sha256 } from '../base/digest.ts'
import { sameBytes } from '../base/same-bytes.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'

export interface KeptAnswers {
  /** `owner`: who alone may spend it. */
  keep(owner: string, token: string, answer: string): Promise<void>
  /** Takes it away; of any number of callers one may get true, when the answer is among these. */
  spend(owner: string, token: string, candidates: readonly string[]): Promise<boolean>
}

/** `kind` is a constant of the program; `ttlMs` how long an answer is kept. */
export function createKeptAnswers(
  { ephemeral, keyring }: { readonly ephemeral: EphemeralStore; readonly keyring: Keyring },
  kind: string,
  ttlMs: number,
): KeptAnswers {
  const keyOf = (owner: string, token: string) => `${kind}:{${sha256(`${owner}\0${token}`)}}`
  const textOf = (owner: string, token: string, answer: string) => [owner, token, answer].join('\0')

  return {
    keep(owner, token, answer) {
      const digest = keyring.hmac(kind, textOf(owner, token, answer))
      return ephemeral.put(keyOf(owner, token), digest, ttlMs)
    },
    async spend(owner, token, candidates) {
      const kept = await ephemeral.spend(keyOf(owner, token))
      if (kept === undefined) return false
      return candidates.some((candidate) =>
        keyring.hmacs(kind, textOf(owner, token, candidate)).some((digest) => sameBytes(digest, kept)),
      )
    },
  }
}
