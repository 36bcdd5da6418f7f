/**
 * The salts of password logins, in the secret store by their ids: the one of new forms, and replaced ones for as
 * long as a stored form needs them (spec 3, rule 3).
 */
import { createHash } from 'node:crypto'
import { type Clock, systemClock } from '../../base/clock.ts'
import { defaultTenant } from '../../base/ids.ts'
import { randomToken } from '../../base/random-id.ts'
import type { SecretStore } from '../../secrets/secret-store.ts'
import { type Database, statement, step } from '../../storage/database.ts'

export type Salt = { readonly id: string; readonly text: string }

export interface PasswordSalts {
  /**
   * The salt of an element's new forms: the configured one, else one that is generated once. Who goes on making
   * forms with it asks again every hour, so that it is not taken for replaced.
   */
  current(loginType: string, configured: string | undefined): Promise<Salt>
  /** A salt that forms were made with. */
  find(loginType: string, saltId: string): Promise<string | undefined>
  /** Removes the salts that no stored form needs and that nobody has made forms with for two hours. */
  removeUnneeded(loginType: string): Promise<void>
}

const registerSalt = statement<[loginType: string, salt: string, at: number]>(
  'password-salts.register',
  `insert into password_salts (login_type, salt_id, used_at) values (?, ?, ?)
   on conflict (login_type, salt_id) do update set used_at = excluded.used_at`,
)
const findSalt = statement<[loginType: string, salt: string], { salt_id: string }>(
  'password-salts.find',
  'select salt_id from password_salts where login_type = ? and salt_id = ?',
)
const listUnneeded = statement<[loginType: string, before: number], { salt_id: string }>(
  'password-salts.list-unneeded',
  `select salt_id from password_salts s where login_type = ? and used_at < ? and not exists
     (select 1 from password_bindings b where b.login_type = s.login_type and b.salt_id = s.salt_id)`,
)
const removeSalt = statement<[loginType: string, salt: string, before: number]>(
  'password-salts.remove',
  'delete from password_salts where login_type = ? and salt_id = ? and used_at < ?',
)

/** How often `current` is to be asked again. */
export const registerSaltEveryMs = 3_600_000

const saltLength = 32

type SaltDependencies = {
  readonly database: Database
  readonly secretStore: SecretStore
  readonly clock?: Clock
}

export function createPasswordSalts({
  database,
  secretStore,
  clock = systemClock,
}: SaltDependencies): PasswordSalts {
  const find = (loginType: string, saltId: string) =>
    secretStore.read(defaultTenant, secretName(loginType, saltId))

  async function removeOne(loginType: string, saltId: string, before: number): Promise<void> {
    const text = await find(loginType, saltId)
    await database.commit([step(removeSalt, [loginType, saltId, before])])
    if ((await database.first(findSalt, [loginType, saltId])) !== undefined) return
    await secretStore.remove(defaultTenant, secretName(loginType, saltId))
    // A process that still has the salt configured may have registered it again in between.
    const isBack = (await database.first(findSalt, [loginType, saltId])) !== undefined
    if (isBack && text !== undefined)
      await secretStore.write(defaultTenant, secretName(loginType, saltId), text)
  }

  return {
    find,
    async current(loginType, configured) {
      const text =
        configured ??
        (await secretStore.readOrCreate(defaultTenant, secretName(loginType), () => randomToken(saltLength)))
      const id = idOf(text)
      await database.commit([step(registerSalt, [loginType, id, clock.now()])])
      await secretStore.readOrCreate(defaultTenant, secretName(loginType, id), () => text)
      return { id, text }
    },
    async removeUnneeded(loginType) {
      const before = clock.now() - 2 * registerSaltEveryMs
      for (const { salt_id } of await database.all(listUnneeded, [loginType, before]))
        await removeOne(loginType, salt_id, before)
    },
  }
}

/** Of an element's generated salt, or of any salt by its id. */
function secretName(loginType: string, saltId?: string): string {
  return saltId === undefined ? `password-salt/${loginType}` : `password-salt/${loginType}/${saltId}`
}

/** The same in every process, and no way back to the salt: 64 bits of a digest. */
function idOf(salt: string): string {
  return createHash('sha256').update(`password-salt\0${salt}`).digest('hex').slice(0, 16)
}
