/** What the command line says of second factors, and does to them. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import { createTotpFactors } from '../../src/factors/totp-factors.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { codeAt } from '../factors/open-factors.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const older = 'the older secret of this test and long enough'
const newer = 'the newer secret of this test and long enough'
const withSecret = (LATCHKEY_SECRET: string) => ({ environment: { LATCHKEY_SECRET } })

/** Confirms an app beside the commands, as a running server would. */
async function enrol({ data }: CliPlace, secret: string, userId: string) {
  const database = openSqliteDatabase(join(data, 'latchkey.sqlite'))
  const ephemeral = openSqliteEphemeral(join(data, 'ephemeral.sqlite'), systemClock)
  try {
    const keyring = createKeyring([secret])
    const factors = createTotpFactors({ database, ephemeral, keyring, clock: systemClock })
    const owner = { tenantId: defaultTenant, userId: userId as UserId }
    const enrolment = await factors.enrol(owner, { issuer: 'Acme', account: userId })
    const confirmed = await factors.confirm(owner, codeAt(enrolment.secret, systemClock.now()))
    await database.commit(confirmed.steps)
    return [enrolment.secret, ...confirmed.recoveryCodes]
  } finally {
    await ephemeral.close()
    await database.close()
  }
}

describe('second factors on the command line', () => {
  test('user show tells of one; remove-factor asks, and takes it away', async (t) => {
    const place = { ...cliApp(t), ...withSecret(older) }
    const run = (...args: string[]) => runLatchkey(place, 'user', ...args)
    const id = (await run('create', '--phone', '13800138000')).stdout.trim()
    assert.match((await run('show', id)).stdout, /^factor {5}none$/m)
    const secrets = await enrol(place, older, id)
    const shown = await run('show', id)
    assert.match(shown.stdout, /^factor {5}app since .*, 10 recovery codes left$/m)
    const json = await run('show', id, '--json')
    assert.equal(JSON.parse(json.stdout).factor.recoveryCodesLeft, 10)
    for (const secret of secrets) assert.ok(!(shown.stdout + json.stdout).includes(secret))
    const unasked = await run('remove-factor', id)
    assert.deepEqual([unasked.status, /--yes/.test(unasked.stderr)], [64, true])
    const removed = await run('remove-factor', '13800138000', '--yes')
    assert.deepEqual(
      [removed.status, removed.stdout],
      [0, `second factor of ${id} removed; every session has ended\n`],
    )
    assert.equal(JSON.parse((await run('show', id, '--json')).stdout).factor, null)
    const again = await run('remove-factor', id, '--yes')
    assert.deepEqual([again.status, /^latchkey: FACTOR_MISSING/.test(again.stderr)], [1, true])
  })

  test('keys reseal: seeds are under the newest secret after it, and counted where none opens them', async (t) => {
    const place = cliApp(t)
    const old = { ...place, ...withSecret(older) }
    const id = (await runLatchkey(old, 'user', 'create', '--phone', '13800138000')).stdout.trim()
    await enrol(place, older, id)
    const lost = await runLatchkey({ ...place, ...withSecret(newer) }, 'keys', 'reseal')
    assert.match(lost.stdout, /^TOTP seeds {4}0 sealed anew, 1 unreadable$/m)
    assert.equal(lost.status, 1)
    const both = await runLatchkey({ ...place, ...withSecret(`${newer},${older}`) }, 'keys', 'reseal')
    assert.match(both.stdout, /^TOTP seeds {4}1 sealed anew, 0 unreadable$/m)
    assert.equal((await runLatchkey({ ...place, ...withSecret(newer) }, 'user', 'list')).status, 0)
  })

  test('a secret that opens everything but a seed stops the start', async (t) => {
    const place = cliApp(t)
    const now = { ...place, ...withSecret(newer) }
    const id = (await runLatchkey(now, 'user', 'create', '--phone', '13800138000')).stdout.trim()
    await enrol(place, older, id)
    const { status, stderr } = await runLatchkey(now, 'user', 'list')
    assert.equal(status, 78)
    assert.match(stderr, new RegExp(`under key ${createKeyring([older]).keyIds[0]}`))
  })
})
