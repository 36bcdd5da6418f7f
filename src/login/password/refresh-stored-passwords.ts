/** Brings every stored password of an element to the current scheme without knowing one (spec 3, rule 3). */
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { Step } from '../../storage/database.ts'
import type { ElementHasher } from './element-hashers.ts'
import type { StoredPassword } from './password-bindings.ts'
import type { PasswordServices } from './password-services.ts'
import type { PasswordSettings } from './password-settings.ts'

/**
 * What is in none but `total` waits for its owner's next login: bcrypt, scrypt and argon2 of another system, and
 * forms of a replaced salt or secret.
 */
export type RefreshCount = {
  readonly total: number
  /** Fast forms that are protected by the current scheme from now on. */
  readonly refreshed: number
  /** Protected by it already. */
  readonly current: number
  /** No password can be checked against them: they are no known form, or their salt or secret is missing here. */
  readonly unreadable: number
}

export type RefreshOptions = {
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  /** Stops after the form at hand; what is done is kept, and a later run goes on from there. */
  readonly signal?: AbortSignal
}

type Needs = Pick<PasswordServices, 'database' | 'passwordBindings' | 'passwordHashers' | 'passwordSalts'>
type Target = Pick<ElementDefinition<PasswordSettings>, 'fullName' | 'settings'>
type Outcome = Exclude<keyof RefreshCount, 'total'> | 'waiting'

/** About a second of hashing, so that a stop loses little. */
const batchSize = 50

/**
 * Goes through the forms of all tenants in batches while logins go on: a form is replaced only where it still
 * stands. At the end the salts that no form needs any more leave the secret store.
 */
export async function refreshStoredPasswords(
  services: Needs,
  element: Target,
  { onProgress = () => {}, signal }: RefreshOptions = {},
): Promise<RefreshCount> {
  const { passwordBindings, passwordHashers, passwordSalts } = services
  const { fullName } = element
  const hasher = await passwordHashers.of(element)
  const expected = await passwordBindings.count(fullName)
  const counts = { refreshed: 0, current: 0, unreadable: 0, waiting: 0 }
  const done = () => counts.refreshed + counts.current + counts.unreadable + counts.waiting
  let last: StoredPassword | undefined
  for (;;) {
    const page = await passwordBindings.page(fullName, last, batchSize)
    const steps: Step[] = []
    for (const form of page) {
      if (signal?.aborted === true) break
      counts[await refreshOne(services, fullName, hasher, form, steps)] += 1
      onProgress({ done: done(), total: Math.max(expected, done()) })
    }
    if (steps.length > 0) await services.database.commit(steps)
    last = page.at(-1)
    if (signal?.aborted === true || page.length < batchSize) break
  }
  if (signal?.aborted !== true) await passwordSalts.removeUnneeded(fullName)
  const { waiting, ...told } = counts
  return { total: done(), ...told }
}

async function refreshOne(
  { passwordBindings }: Needs,
  loginType: string,
  hasher: ElementHasher,
  { tenant_id: tenantId, user_id: userId, stored }: StoredPassword,
  steps: Step[],
): Promise<Outcome> {
  const { state, checkable, underCurrentKey } = await hasher.inspect(stored)
  if (!checkable) return 'unreadable'
  if (underCurrentKey) return 'current'
  const wrapped = state === 'fast' ? await hasher.wrap(stored) : undefined
  if (wrapped === undefined) return 'waiting'
  steps.push(passwordBindings.rewrite({ tenantId, userId, loginType }, stored, wrapped))
  return 'refreshed'
}
