/** The password hasher of each element: made once per process, under a key of the element's salt and the process secret. */
import { createHmac } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { Keyring } from '../../secrets/keyring.ts'
import type { HashQueue } from './hash-queue.ts'
import type { FormReport } from './inspect-form.ts'
import type { PasswordCandidate } from './password-candidate.ts'
import { createPasswordHasher, type PasswordHasher, type PasswordVerdict } from './password-hasher.ts'
import { type PasswordSalts, registerSaltEveryMs, type Salt } from './password-salts.ts'
import type { PasswordSettings } from './password-settings.ts'

/** What can be said of a stored form with the salts that are here. */
export type CheckableForm = FormReport & {
  /** Can a password be checked against it? Not without its salt and process secret. */
  readonly checkable: boolean
  /** Is it protected by the key of new forms? */
  readonly underCurrentKey: boolean
}

export type ElementHasher = Pick<PasswordHasher, 'hash' | 'wrap'> & {
  /** As `PasswordHasher.verify`; fetches the form's salt first when it is another than the element's. */
  verify(stored: string | undefined, candidate: PasswordCandidate): Promise<PasswordVerdict>
  inspect(stored: string): Promise<CheckableForm>
}

export interface ElementHashers {
  of(element: Pick<ElementDefinition<PasswordSettings>, 'fullName' | 'settings'>): Promise<ElementHasher>
}

type HasherDependencies = {
  readonly salts: PasswordSalts
  readonly keyring: Keyring
  readonly queue: HashQueue
  readonly clock: Clock
}

type Made = {
  readonly configured: string | undefined
  readonly at: number
  readonly hasher: Promise<ElementHasher>
}

const keyPurpose = 'password'

/** A salt that was looked for in vain is looked for again after so long. */
const lookAgainMs = 60_000

export function createElementHashers(needs: HasherDependencies): ElementHashers {
  const madeFor = new Map<string, Made>()
  return {
    of({ fullName, settings }) {
      const configured = settings.authConfig.salt
      const now = needs.clock.now()
      const known = madeFor.get(fullName)
      if (known?.configured === configured && known !== undefined && now - known.at < registerSaltEveryMs)
        return known.hasher
      const hasher = makeHasher(needs, fullName, configured)
      const made = { configured, at: now, hasher }
      madeFor.set(fullName, made)
      hasher.catch(() => {
        if (madeFor.get(fullName) === made) madeFor.delete(fullName)
      })
      return hasher
    },
  }
}

async function makeHasher(
  { salts, keyring, queue, clock }: HasherDependencies,
  loginType: string,
  configured: string | undefined,
): Promise<ElementHasher> {
  const current = await salts.current(loginType, configured)
  const keys = createKeys(keyring, current)
  const lookedFor = new Map<string, number>()
  const key = { saltId: current.id, keyId: keyring.keyIds[0] }
  const passwords = createPasswordHasher({ queue, keyFor: keys.find, key })

  async function learnSaltOf(stored: string): Promise<void> {
    const report = passwords.inspect(stored)
    const saltId = report.state === 'unreadable' ? undefined : report.key?.saltId
    if (saltId === undefined || keys.has(saltId)) return
    if (clock.now() - (lookedFor.get(saltId) ?? Number.NEGATIVE_INFINITY) < lookAgainMs) return
    lookedFor.set(saltId, clock.now())
    const text = await salts.find(loginType, saltId)
    if (text !== undefined) keys.add({ id: saltId, text })
  }

  return {
    hash: passwords.hash,
    wrap: passwords.wrap,
    async verify(stored, candidate) {
      if (stored !== undefined) await learnSaltOf(stored)
      return passwords.verify(stored, candidate)
    },
    async inspect(stored) {
      await learnSaltOf(stored)
      const report = passwords.inspect(stored)
      if (report.state === 'unreadable') return { ...report, checkable: false, underCurrentKey: false }
      const own = report.key
      const checkable = own === undefined || keys.find(own.saltId, own.keyId) !== undefined
      return { ...report, checkable, underCurrentKey: own?.saltId === key.saltId && own.keyId === key.keyId }
    },
  }
}

/** The keys of forms by the ids of salt and process secret. */
function createKeys(keyring: Keyring, current: Salt) {
  const secrets = keyring.subkeys(keyPurpose)
  const known = new Map<string, Uint8Array>()
  const salts = new Set<string>()
  function add({ id, text }: Salt): void {
    salts.add(id)
    for (const [index, secret] of secrets.entries())
      known.set(`${id}/${keyring.keyIds[index]}`, createHmac('sha256', secret).update(text).digest())
  }
  add(current)
  return {
    add,
    has: (saltId: string) => salts.has(saltId),
    find: (saltId: string, keyId: string) => known.get(`${saltId}/${keyId}`),
  }
}
