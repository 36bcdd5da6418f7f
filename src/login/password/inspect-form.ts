/** What can be said of a stored password without the password: for `refreshDbPassword`, imports and reports. */
import { type CurrentScheme, type FormKey, isCurrent } from './keyed-form.ts'
import type { Over } from './password-candidate.ts'
import { isFast } from './password-check.ts'
import { parseStoredForm, type StoredForm } from './stored-form.ts'

export type FormReport =
  | { readonly state: 'unreadable' }
  | {
      /**
       * `current`: what would be made today. `fast`: can be wrapped at once, without the password.
       * `outdated`: only its owner's next login can renew it (a wrapped digest, other parameters, a replaced salt,
       * bcrypt, scrypt).
       */
      readonly state: 'current' | 'outdated' | 'fast'
      /** `text`: an element whose transport is `md5` cannot check it. */
      readonly over: Over
      /** The key that it cannot be checked without; absent where it needs none. */
      readonly key?: FormKey
    }

export function inspectForm(stored: string, scheme: CurrentScheme): FormReport {
  const form = parseStoredForm(stored)
  if (!form) return { state: 'unreadable' }
  const report = { state: stateOf(form, scheme), over: form.over }
  return form.kind === 'keyed' ? { ...report, key: { saltId: form.saltId, keyId: form.keyId } } : report
}

function stateOf(form: StoredForm, scheme: CurrentScheme): 'current' | 'outdated' | 'fast' {
  if (isFast(form)) return 'fast'
  return form.kind === 'keyed' && isCurrent(form, scheme) ? 'current' : 'outdated'
}
