import type { AuditLog } from '../audit/audit-log.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Database } from '../storage/database.ts'
import type { SigningKeys } from './signing-keys.ts'

type RotationNeeds = {
  readonly signingKeys: SigningKeys
  readonly database: Database
  readonly audit: AuditLog
}

/**
 * Rotates the keys of every algorithm, on record. Refused as `RATE_LIMITED` while applications may not know the next
 * key yet, unless `force`: for a key that got out.
 */
export async function rotateKeys(
  { signingKeys, database, audit }: RotationNeeds,
  force: boolean,
  call: CallContext,
): Promise<void> {
  const seconds = force ? 0 : await signingKeys.secondsToRotation()
  if (seconds > 0) throw refuse('RATE_LIMITED', { seconds })
  await signingKeys.rotate()
  const current = (await signingKeys.list()).filter(({ state }) => state === 'current')
  const steps = current.map(({ algorithm, kid }) =>
    audit.step({ action: 'keys.rotate', result: 'success', detail: `${algorithm} ${kid}` }, call),
  )
  await database.commit(steps)
}
