/** Makes, checks and wraps stored passwords, all of it through the hash queue. */
import { randomHex } from '../../base/random-id.ts'
import { type Argon2Parameters, defaultArgon2Parameters } from './argon2-digest.ts'
import type { HashQueue } from './hash-queue.ts'
import { type FormReport, inspectForm } from './inspect-form.ts'
import { type CurrentScheme, type FormKey, isCurrent, type KeyedForm, makeKeyedForm } from './keyed-form.ts'
import { type PasswordCandidate, transportMd5 } from './password-candidate.ts'
import { type CheckTrouble, isFast, type KeyFor, planCheck, runCheck } from './password-check.ts'
import { parseStoredForm, writeStoredForm } from './stored-form.ts'

export type PasswordHasherParts = {
  readonly queue: HashQueue
  readonly keyFor: KeyFor
  /** What new forms are made under; `keyFor` has to know it. Both ids are 1–256 of `a-z A-Z 0-9 / + . -`. */
  readonly key: FormKey
  readonly parameters?: Argon2Parameters
}

export type PasswordVerdict = {
  readonly matches: boolean
  /** The password is right, and its stored form should be replaced by `hash(candidate)`. */
  readonly outdated: boolean
  /** For logs and reports, not for the person. */
  readonly trouble?: CheckTrouble
}

export type PasswordHasher = {
  /** The current stored form of a password. Refuses with `BUSY`. */
  hash(candidate: PasswordCandidate): Promise<string>
  /**
   * Checks a password. `undefined` stands for an unknown user and does the work of a wrong password: one argon2 with
   * the current parameters for each spelling of the candidate. So do a fast form with a wrong password and a form
   * that cannot be checked. bcrypt, scrypt and argon2 with other parameters cost what they cost. Refuses with `BUSY`.
   */
  verify(stored: string | undefined, candidate: PasswordCandidate): Promise<PasswordVerdict>
  /**
   * The form of the same password under argon2id, made without knowing it; `undefined` when the form is no fast one.
   * Waits behind every login and is never refused.
   */
  wrap(stored: string): Promise<string | undefined>
  inspect(stored: string): FormReport
}

/** Throws when the current key is not known: nobody could log in with what would be stored. */
export function createPasswordHasher(parts: PasswordHasherParts): PasswordHasher {
  const { queue, keyFor, key: ids, parameters = defaultArgon2Parameters } = parts
  const key = keyFor(ids.saltId, ids.keyId)
  if (!key) throw new Error(`no key for the password salt ${ids.saltId}`)
  const scheme: CurrentScheme = { key: ids, parameters }
  const decoy = { form: decoyForm(scheme), key }

  return {
    inspect: (stored) => inspectForm(stored, scheme),

    async hash(candidate) {
      const message = transportMd5(candidate)
      return writeStoredForm(await queue.run(() => makeKeyedForm(message, key, scheme)))
    },

    async verify(stored, candidate) {
      const check = planCheck(stored, candidate, keyFor, decoy)
      const matches = await queue.run(() => runCheck(check, decoy))
      const outdated = matches && !(check.form.kind === 'keyed' && isCurrent(check.form, scheme))
      return check.trouble ? { matches, outdated, trouble: check.trouble } : { matches, outdated }
    },

    async wrap(stored) {
      const form = parseStoredForm(stored)
      if (!form || !isFast(form)) return undefined
      const wraps = form.kind === 'salted' ? form : undefined
      return writeStoredForm(
        await queue.runInBackground(() => makeKeyedForm(form.digest, key, scheme, wraps)),
      )
    },
  }
}

/** A form of random bytes: checked like any other, and no password is right for it. */
function decoyForm({ key, parameters }: CurrentScheme): KeyedForm {
  const salt = Buffer.from(randomHex(32), 'hex')
  const hash = Buffer.from(randomHex(64), 'hex')
  const argon2 = { ...parameters, variant: 'argon2id', version: 19, salt, hash } as const
  return { kind: 'keyed', over: 'md5', ...key, argon2 }
}
