/** Passwords of administrators: by the program's own hashes, 12 characters at least, none that attackers try first. */
import { refuse } from '../base/refusal.ts'
import type { CommonPasswords } from '../login/password/common-passwords.ts'
import type { ElementHashers } from '../login/password/element-hashers.ts'

export interface AdminPasswords {
  /** What is stored. Refusals: `PASSWORD_WEAK`, `BUSY`. */
  hash(password: string): Promise<string>
  /** Does the same work for nobody's password as for a wrong one. Refusal: `BUSY`. */
  matches(stored: string | undefined, password: string): Promise<boolean>
}

const leastCharacters = 12
const mostCharacters = 128

/** Their salt is registered beside those of the login types. */
const element = { fullName: '$admins', settings: { authConfig: {} } } as Parameters<ElementHashers['of']>[0]

type PasswordDependencies = {
  readonly passwordHashers: ElementHashers
  readonly commonPasswords: CommonPasswords
}

export function createAdminPasswords({
  passwordHashers,
  commonPasswords,
}: PasswordDependencies): AdminPasswords {
  return {
    async hash(text) {
      const { length } = [...text]
      if (length < leastCharacters || length > mostCharacters)
        throw refuse('PASSWORD_WEAK', { unmet: ['minLength'] })
      if (await commonPasswords.includes({ text })) throw refuse('PASSWORD_WEAK', { unmet: ['denyCommon'] })
      return (await passwordHashers.of(element)).hash({ text })
    },
    async matches(stored, text) {
      return (await (await passwordHashers.of(element)).verify(stored, { text })).matches
    },
  }
}
