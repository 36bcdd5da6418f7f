/** What lies in the store for a code, and under which secrets it is right: spec 6, O7 and A61. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { sha256 } from '../../src/base/digest.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import type { E164 } from '../../src/base/phone-number.ts'
import { type CodeScope, codeText } from '../../src/codes/code-scope.ts'
import { createVerificationCodes } from '../../src/codes/verification-codes.ts'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { refusal } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

const older = 'the older secret, 32 characters and more'
const newer = 'the newer secret, 32 characters and more'
const policy = { length: 6, ttlSeconds: 300, maxAttempts: 5 }
const scope: CodeScope = {
  tenantId: defaultTenant,
  loginType: 'auths.loginTypes.phone',
  purpose: 'login',
  phone: '+8613800138000' as E164,
  userId: undefined,
}

function openStore(t: TestContext) {
  const clock = turningClock()
  const folder = temporaryFolder(t, () => ephemeral.close())
  const file = join(folder, 'ephemeral.sqlite')
  const ephemeral = openSqliteEphemeral(file, clock)
  const codesUnder = (...secrets: string[]) =>
    createVerificationCodes({ ephemeral, keyring: createKeyring(secrets), clock, onLock: () => {} })
  return { clock, file, codesUnder }
}

/** Every text in every table of a stolen file. */
function stolenTexts(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
    return tables.flatMap(({ name }) =>
      database
        .prepare(`select * from ${name}`)
        .all()
        .flatMap((row) => Object.values(row).map(String)),
    )
  } finally {
    database.close()
  }
}

function stolenDigest(file: string): string {
  const fact = stolenTexts(file).find((text) => text.includes('"digest"')) ?? '{}'
  return (JSON.parse(fact) as { digest: string }).digest
}

describe('spec 2 rule 3: the life of a code', () => {
  for (const seconds of [60, 300, 600])
    test(`A63: a code of ${seconds} s is right at ${seconds - 1} s and expired at ${seconds} s`, async (t) => {
      const { clock, codesUnder } = openStore(t)
      const codes = codesUnder(newer)
      const code = await codes.issue(scope, { ...policy, ttlSeconds: seconds })
      clock.advance((seconds - 1) * 1000)
      await codes.check(scope, code, undefined)
      clock.advance(999)
      await codes.check(scope, code, undefined)
      clock.advance(1)
      await assert.rejects(codes.check(scope, code, undefined), refusal('CODE_EXPIRED'))
      clock.advance(1000)
      await assert.rejects(codes.check(scope, code, undefined), refusal('CODE_EXPIRED'))
    })

  test('it says when it was issued and when it expires', async (t) => {
    const { clock, codesUnder } = openStore(t)
    const codes = codesUnder(newer)
    const issuedAt = clock.now()
    const code = await codes.issue(scope, policy)
    clock.advance(100_000)
    const right = await codes.check(scope, code, undefined)
    assert.deepEqual([right.issuedAt, right.expiresAt], [issuedAt, issuedAt + 300_000])
  })

  test('O5: a tenth wrong code within an hour is answered with the seconds to wait', async (t) => {
    const { clock, codesUnder } = openStore(t)
    const codes = codesUnder(newer)
    for (let failure = 1; failure <= 10; failure += 1) {
      if (failure % 4 === 1) await codes.issue(scope, policy)
      await assert.rejects(codes.check(scope, 'wrong', undefined), refusal('CODE_ERROR'))
    }
    const code = await codes.issue(scope, policy)
    await assert.rejects(codes.check(scope, code, undefined), refusal('TOO_MANY_ATTEMPTS', 30))
    clock.advance(29_001)
    await assert.rejects(codes.check(scope, code, undefined), refusal('TOO_MANY_ATTEMPTS', 1))
    await codes.check(scope, code, 'a known device')
    clock.advance(999)
    await codes.check(scope, code, undefined)
  })
})

describe('spec 6 O7: secrets that change', () => {
  test('a code of the older secret is right while that is listed, and wrong after', async (t) => {
    const { codesUnder } = openStore(t)
    const code = await codesUnder(older).issue(scope, policy)
    await codesUnder(newer, older).check(scope, code, undefined)
    await assert.rejects(codesUnder(newer).check(scope, code, undefined), refusal('CODE_ERROR'))
  })

  test('a new code is made under the newest secret', async (t) => {
    const { codesUnder } = openStore(t)
    const code = await codesUnder(newer, older).issue(scope, policy)
    await codesUnder(newer).check(scope, code, undefined)
    await assert.rejects(codesUnder(older).check(scope, code, undefined), refusal('CODE_ERROR'))
  })

  test('a code of the older secret that was given back is right again', async (t) => {
    const { codesUnder } = openStore(t)
    const code = await codesUnder(older).issue(scope, policy)
    const both = codesUnder(newer, older)
    await both.giveBack(await both.spend(await both.check(scope, code, undefined)))
    await both.check(scope, code, undefined)
    await codesUnder(newer).check(scope, code, undefined)
  })
})

describe('A61: a stolen store does not give a code back', () => {
  test('no text of it holds the code', async (t) => {
    const { codesUnder, file } = openStore(t)
    const codes = codesUnder(newer)
    for (let round = 0; round < 50; round += 1) {
      const phone = `+8613900139${String(round).padStart(3, '0')}` as E164
      const code = await codes.issue({ ...scope, phone }, { ...policy, length: 8 })
      await assert.rejects(codes.check({ ...scope, phone }, 'wrong', undefined), refusal('CODE_ERROR'))
      assert.deepEqual(
        stolenTexts(file).filter((text) => text.includes(code) && !text.includes(phone)),
        [],
      )
    }
  })

  test('the digest is that of the keyring, and of no other key', async (t) => {
    const { codesUnder, file } = openStore(t)
    const code = await codesUnder(newer).issue(scope, policy)
    const digestUnder = (secret: string) =>
      createKeyring([secret]).hmac('verification-code', codeText(scope, code))
    assert.equal(stolenDigest(file), digestUnder(newer))
    assert.notEqual(stolenDigest(file), digestUnder(older))
  })

  test('nothing that lies in it, and no key at all, gives the digest of the right code', async (t) => {
    const { codesUnder, file } = openStore(t)
    const code = await codesUnder(newer).issue(scope, policy)
    const digest = stolenDigest(file)
    const { id, value } = JSON.parse(stolenTexts(file).find((text) => text.includes(digest)) ?? '{}')
    const texts = [code, codeText(scope, code), `${id}${code}`, `${code}${id}`, `${scope.phone}${code}`]
    const keys = ['', id, value, scope.phone, scope.tenantId, 'verification-code', ...stolenTexts(file)]
    const found = texts.flatMap((text) => [
      sha256(text),
      ...keys.map((key) => createHmac('sha256', key).update(text).digest('base64url')),
    ])
    assert.equal(found.includes(digest), false, 'who tried a million codes so would find the right one')
    assert.equal(stolenTexts(file).join().includes(newer), false)
  })
})
