/** Second factors on real SQLite files, and an authenticator app that is written from RFC 6238, not with our library. */
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import type { FactorOwner } from '../../src/factors/factor-rows.ts'
import { factorMigrations } from '../../src/factors/tables.ts'
import { createTotpFactors, type TotpFactors } from '../../src/factors/totp-factors.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

export const older = 'the older secret, 32 characters and more'
export const newer = 'the newer secret, 32 characters and more'
export const amy: FactorOwner = { tenantId: defaultTenant, userId: 'amy' as UserId }
export const label = { issuer: 'Acme', account: 'amy' }

export type TestFactors = Awaited<ReturnType<typeof openFactors>>

export async function openFactors(t: TestContext, ...secrets: string[]) {
  const clock = turningClock()
  const folder = temporaryFolder(t, async () => {
    await ephemeral.close()
    await database.close()
  })
  const files = [join(folder, 'latchkey.sqlite'), join(folder, 'ephemeral.sqlite')] as const
  const database = openSqliteDatabase(files[0])
  const ephemeral = openSqliteEphemeral(files[1], clock)
  await migrate(database, factorMigrations)
  const factorsUnder = (...listed: string[]) =>
    createTotpFactors({ database, ephemeral, keyring: createKeyring(listed), clock })
  const factors = factorsUnder(...(secrets.length === 0 ? [newer] : secrets))
  return { clock, database, ephemeral, folder, factors, factorsUnder }
}

/** Enrols and confirms. The step of `at` is used by it. */
export async function enrolled({ factors, database, clock }: TestFactors, owner = amy) {
  const { secret } = await factors.enrol(owner, label)
  const { recoveryCodes, steps } = await factors.confirm(owner, codeAt(secret, clock.now()))
  await database.commit(steps)
  return { secret, recoveryCodes }
}

/** Checks a code and spends it. */
export async function useCode(
  { database }: TestFactors,
  factors: TotpFactors,
  code: string,
  owner = amy,
): Promise<string> {
  const { method, steps } = await factors.check(owner, code)
  await database.commit(steps)
  return method
}

/** What an authenticator app shows at `now` (epoch ms), `digits` of it. */
export function codeAt(secret: string, now: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', base32Bytes(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** digits).padStart(digits, '0')
}

function base32Bytes(text: string): Buffer {
  const bits = [...text]
    .map((symbol) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(symbol).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
