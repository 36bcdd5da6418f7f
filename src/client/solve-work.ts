/**
 * Solves a proof of work as the widget `altcha` does. The hashes are made by the browser's own threads (Web
 * Crypto), a few hundred at a time, so that the page stays alive, without a worker, `eval` or WebAssembly that a
 * Content-Security-Policy could forbid. Needs a secure context: https, or loopback.
 */
import type { SdkWork } from '../wire/sdk-calls.ts'
import { pause } from './pause.ts'

const batch = 400

/** The `token` that `captcha/verify` takes. Rejects with the signal's reason, or when no number solves it. */
export async function solveWork(work: SdkWork, signal?: AbortSignal): Promise<string> {
  const { algorithm, challenge, maxnumber, salt, signature } = work
  const wanted = Uint8Array.from(challenge.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16))
  const encoder = new TextEncoder()
  const isSolution = async (number: number) => {
    const digest = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(salt + number)))
    return digest.every((byte, i) => byte === wanted[i])
  }
  for (let from = 0; from <= maxnumber; from += batch) {
    const found = (await Promise.all(Array.from({ length: batch }, (_, i) => isSolution(from + i)))).indexOf(
      true,
    )
    if (found !== -1)
      return btoa(JSON.stringify({ algorithm, challenge, number: from + found, salt, signature }))
    await pause(0, signal)
  }
  throw new Error('no number solves the challenge')
}
