/**
 * Keeps the snapshot of the signing keys young: a login takes no round trip for it, and yet every process sees
 * a rotation within two seconds.
 */
import type { Clock } from '../base/clock.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Database } from '../storage/database.ts'
import { createSnapshots, type KeySnapshot, propagationMs } from './key-snapshot.ts'
import { raiseTokenTtl, readSigningKeys } from './signing-key-table.ts'

export interface SnapshotSource {
  /** The keys, at most two seconds old. */
  latest(): Promise<KeySnapshot>
  /** The keys as they are now. */
  afresh(): Promise<KeySnapshot>
  /** The keys for a token whose key is not in `latest`: read anew, but not for every forged token. */
  forUnknownKey(): Promise<KeySnapshot>
}

export type SigningKeysOptions = {
  readonly database: Database
  readonly keyring: Keyring
  readonly clock: Clock
  /** The longest `idTokenTtl` of any client. */
  readonly maxTokenTtlSeconds: number
}

/** From this age on a snapshot is read anew in the background. */
const refreshMs = 1000
/** An unknown key makes us read again at most this often. */
const unknownKeyMs = 100

export function createSnapshotSource(options: SigningKeysOptions): SnapshotSource {
  const { database, keyring, clock, maxTokenTtlSeconds } = options
  const makeSnapshot = createSnapshots(keyring)
  let snapshot: KeySnapshot | undefined
  let started = 0
  let adopted = 0
  let reading: Promise<KeySnapshot> | undefined

  async function afresh(): Promise<KeySnapshot> {
    started += 1
    const turn = started
    const readAt = clock.now()
    let rows = await readSigningKeys(database)
    if (rows.some((row) => row.state !== 'retired' && row.token_ttl_seconds < maxTokenTtlSeconds)) {
      await raiseTokenTtl(database, maxTokenTtlSeconds)
      rows = await readSigningKeys(database)
    }
    const fresh = makeSnapshot(rows, readAt)
    if (turn < adopted) return fresh
    adopted = turn
    snapshot = fresh
    return fresh
  }

  function shared(): Promise<KeySnapshot> {
    reading ??= afresh().finally(() => {
      reading = undefined
    })
    return reading
  }

  async function notOlderThan(freshMs: number, usableMs: number): Promise<KeySnapshot> {
    const known = snapshot
    const age = known === undefined ? Number.POSITIVE_INFINITY : clock.now() - known.readAt
    const usable = age >= 0 && age < usableMs
    if (known !== undefined && usable && age < freshMs) return known
    const next = shared()
    if (known === undefined || !usable) return next
    // A failure shows as soon as the snapshot is too old to be used.
    next.catch(() => undefined)
    return known
  }

  return {
    afresh,
    latest: () => notOlderThan(refreshMs, propagationMs),
    forUnknownKey: () => notOlderThan(unknownKeyMs, unknownKeyMs),
  }
}
