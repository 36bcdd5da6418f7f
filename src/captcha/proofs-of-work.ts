/**
 * Proof of work, for people who cannot drag: challenges as the widget `altcha` solves them. Nothing is kept of a
 * challenge until it is solved; its signature says that it is ours, for whom, and until when.
 */
import type { Challenge, Payload } from 'altcha-lib/v1/types'
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { randomHex } from '../base/random-id.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { randomBetween } from './random-between.ts'
import { readObject } from './read-object.ts'

export type WorkChallenge = Required<Challenge>

export interface ProofsOfWork {
  /** Good for 300 seconds and one proof, for `owner` alone. */
  challenge(owner: string): Promise<WorkChallenge>
  /** Is it the proof of a challenge of this owner that is neither expired nor used? True for one caller. */
  consume(owner: string, payload: string): Promise<boolean>
}

type WorkDependencies = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly clock: Clock
}

/** Half of these hashes are tried on average: about a second in a browser. */
const maxnumber = 100_000
const ttlMs = 300_000
const algorithm = 'SHA-256'
const purpose = 'proof-of-work'

export function createProofsOfWork({ ephemeral, keyring, clock }: WorkDependencies): ProofsOfWork {
  return {
    async challenge(owner) {
      const { createChallenge } = await import('altcha-lib/v1')
      const challenge = await createChallenge({
        algorithm,
        maxnumber,
        number: Math.floor(randomBetween(0, maxnumber + 1)),
        salt: randomHex(24),
        params: { owner: sha256(owner) },
        expires: new Date(clock.now() + ttlMs),
        hmacKey: keyText(keyring.subkey(purpose)),
      })
      return { ...challenge, maxnumber }
    },

    async consume(owner, text) {
      const payload = readPayload(text)
      if (payload === undefined) return false
      const { extractParams, verifySolution } = await import('altcha-lib/v1')
      const { owner: of, expires } = extractParams(payload)
      const leftMs = Number(expires) * 1000 - clock.now()
      if (of !== sha256(owner) || !(leftMs > 0)) return false
      for (const key of keyring.subkeys(purpose))
        if (await verifySolution(payload, keyText(key), false)) return claim(payload)
      return false
    },
  }

  async function claim({ challenge }: Payload): Promise<boolean> {
    const limit = { key: `captcha-work:{${sha256(challenge)}}`, windows: [{ ms: ttlMs, max: 1 }] }
    return (await ephemeral.reserve([limit])).granted
  }
}

function keyText(key: Uint8Array): string {
  return Buffer.from(key).toString('hex')
}

/** The signature covers salt and number as one text: a number that is no number could take over a part of the salt. */
function readPayload(text: string): Payload | undefined {
  const payload = readObject(Buffer.from(text, 'base64').toString('utf8'))
  const { algorithm: stated, challenge, number, salt, signature } = payload
  if (typeof challenge !== 'string' || typeof salt !== 'string' || typeof signature !== 'string')
    return undefined
  if (stated !== algorithm || !Number.isSafeInteger(number)) return undefined
  return { algorithm, challenge, number: number as number, salt, signature }
}
