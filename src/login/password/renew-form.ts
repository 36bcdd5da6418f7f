/** A successful login leaves an old stored form behind (spec 3, rule 3). */
import { Refusal } from '../../base/refusal.ts'
import type { Account } from './password-bindings.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import type { PasswordPlace } from './password-place.ts'
import type { PasswordServices } from './password-services.ts'

/** Writes the current form where the old one still stands; with the hash queue full it is left to the next login. */
export async function renewForm(
  { database, passwordBindings, passwordHashers }: PasswordServices,
  { call, element }: PasswordPlace,
  { id, stored }: Account,
  candidate: PasswordCandidate,
): Promise<void> {
  const owner = { tenantId: call.tenantId, userId: id, loginType: element.fullName }
  try {
    const current = await (await passwordHashers.of(element)).hash(candidate)
    await database.commit([passwordBindings.rewrite(owner, stored, current)])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
