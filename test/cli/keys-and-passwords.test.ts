/** `latchkey keys …` and `latchkey password refresh`. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { cliApp, passwordLogin } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

type Key = { readonly kid: string; readonly algorithm: string; readonly state: string }

const secrets = {
  old: 'the older secret of this test and long enough',
  new: 'the newer secret of this test and long enough',
}
const withSecret = (LATCHKEY_SECRET: string) => ({ environment: { LATCHKEY_SECRET } })
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

describe('latchkey keys', () => {
  test('list and rotate: the next key takes the place of the current one, which goes on verifying', async (t) => {
    const place = cliApp(t)
    assert.match((await runLatchkey(place, 'keys', 'list')).stderr, /no signing keys yet/)
    await runLatchkey(place, 'user', 'list')
    const keys = async () => JSON.parse((await runLatchkey(place, 'keys', 'list', '--json')).stdout) as Key[]
    const of = (list: readonly Key[], state: string) => list.find((key) => key.state === state)?.kid
    const before = await keys()
    const rotated = await runLatchkey(place, 'keys', 'rotate', '--alg', 'ES256')
    assert.equal(rotated.stdout, `ES256 is signed with ${of(before, 'next')} from now on\n`)
    const after = await keys()
    assert.deepEqual(
      [of(after, 'current'), of(after, 'retired')],
      [of(before, 'next'), of(before, 'current')],
    )
    assert.match((await runLatchkey(place, 'keys', 'list')).stdout, /retired .*verifies until/)
    const wrong = await runLatchkey(place, 'keys', 'rotate', '--alg', 'none')
    assert.deepEqual([wrong.status, /ES256, EdDSA, RS256/.test(wrong.stderr)], [64, true])
    assert.doesNotMatch(JSON.stringify(after), /PRIVATE|sealed/)
  })

  test('rotate: not twice within a minute, unless it is forced', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'user', 'list')
    assert.equal((await runLatchkey(place, 'keys', 'rotate')).status, 0)
    const before = await runLatchkey(place, 'keys', 'list')
    const again = await runLatchkey(place, 'keys', 'rotate')
    assert.equal(again.status, 75)
    assert.match(again.stderr, /not every application knows the next one yet: wait \d+ s, or use --force/)
    assert.equal((await runLatchkey(place, 'keys', 'list')).stdout, before.stdout)
    const forced = await runLatchkey(place, 'keys', 'rotate', '--force')
    assert.deepEqual([forced.status, /from now on/.test(forced.stdout)], [0, true])
  })

  test('rotate: not under a secret that does not open the current keys', async (t) => {
    const place = cliApp(t)
    await runLatchkey({ ...place, ...withSecret(secrets.old) }, 'user', 'list')
    const before = await runLatchkey({ ...place, ...withSecret(secrets.old) }, 'keys', 'list')
    const { status, stderr } = await runLatchkey({ ...place, ...withSecret(secrets.new) }, 'keys', 'rotate')
    assert.deepEqual([status, /^latchkey: LATCHKEY_SECRET: does not open/.test(stderr)], [78, true])
    const after = await runLatchkey({ ...place, ...withSecret(secrets.old) }, 'keys', 'list')
    assert.equal(after.stdout, before.stdout)
  })

  test('reseal: after it the older secret is not needed, and before it the program says that it is', async (t) => {
    const place = cliApp(t)
    assert.equal((await runLatchkey({ ...place, ...withSecret(secrets.old) }, 'user', 'list')).status, 0)
    const alone = await runLatchkey({ ...place, ...withSecret(secrets.new) }, 'user', 'list')
    assert.deepEqual(
      [alone.status, /^latchkey: LATCHKEY_SECRET: does not open/.test(alone.stderr)],
      [78, true],
    )
    const both = withSecret(`${secrets.new},${secrets.old}`)
    const resealed = await runLatchkey({ ...place, ...both }, 'keys', 'reseal')
    assert.equal(resealed.status, 0)
    assert.match(resealed.stdout, /^signing keys {2}2 sealed anew, 0 unreadable$/m)
    assert.match(resealed.stderr, /older entries may leave LATCHKEY_SECRET/)
    assert.equal((await runLatchkey({ ...place, ...withSecret(secrets.new) }, 'user', 'list')).status, 0)
    assert.equal((await runLatchkey({ ...place, ...withSecret(secrets.old) }, 'user', 'list')).status, 78)
    for (const text of [alone, resealed].flatMap(({ stdout, stderr }) => [stdout, stderr]))
      for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret))
  })

  test('reseal: says how many passwords still need the older secret, and what nothing opens', async (t) => {
    const place = cliApp(t)
    const input = 'correct horse battery'
    const old = withSecret(secrets.old)
    await runLatchkey({ ...place, ...old, input }, 'user', 'create', '--username', 'ann', '--password-stdin')
    const both = await runLatchkey(
      { ...place, ...withSecret(`${secrets.new},${secrets.old}`) },
      'keys',
      'reseal',
    )
    assert.match(both.stdout, /^passwords {5}1 were made with an older secret/m)
    assert.match(both.stderr, /keep the older entries/)
    const lost = await runLatchkey(
      { ...place, ...withSecret('yet another secret of more than 32 characters') },
      'keys',
      'reseal',
    )
    assert.equal(lost.status, 1)
    assert.match(lost.stdout, /^signing keys {2}0 sealed anew, 2 unreadable$/m)
  })
})

describe('latchkey password refresh', () => {
  test('wraps fast digests at once, counts the rest, and finds nothing to do the second time', async (t) => {
    const place = cliApp(t)
    const rows = Array.from({ length: 12 }, (_, i) => `name${i},${md5(`password ${i}`)}`)
    const file = join(place.folder, 'users.csv')
    writeFileSync(file, `username,password\n${rows.join('\n')}\n`)
    await runLatchkey(place, 'user', 'import', file)
    const first = await runLatchkey(place, 'password', 'refresh', '--element', passwordLogin)
    assert.equal(first.status, 0, first.stderr)
    assert.equal(
      first.stdout,
      `${passwordLogin}: 12 passwords: 12 refreshed, 0 current, 0 wait for the next login, 0 unreadable\n`,
    )
    assert.match((await runLatchkey(place, 'password', 'refresh')).stdout, /0 refreshed, 12 current/)
    const database = readFileSync(join(place.data, 'latchkey.sqlite')).toString('latin1')
    assert.ok(database.includes('$argon2id$'))
    const wrong = await runLatchkey(place, 'password', 'refresh', '--element', 'auths.loginTypes.gone')
    assert.deepEqual([wrong.status, wrong.stderr.includes(passwordLogin)], [1, true])
  })

  test('stopped by SIGTERM it keeps what is done and goes on from there', async (t) => {
    const place = cliApp(t)
    const rows = Array.from({ length: 150 }, (_, i) => `name${i},${md5(`password ${i}`)}`)
    const file = join(place.folder, 'users.csv')
    writeFileSync(file, `username,password\n${rows.join('\n')}\n`)
    await runLatchkey(place, 'user', 'import', file)
    let told = false
    const onOutput = (text: string, kill: (signal: NodeJS.Signals) => void) => {
      if (told || !/ of 150 passwords/.test(text)) return
      told = true
      kill('SIGTERM')
    }
    const stopped = await runLatchkey({ ...place, onOutput }, 'password', 'refresh')
    assert.equal(stopped.status, 130)
    const done = Number(
      /: (\d+) refreshed/.exec(stopped.stdout)?.[1] ?? /(\d+) refreshed/.exec(stopped.stdout)?.[1],
    )
    assert.ok(done > 0 && done < 150, stopped.stdout)
    const rest = await runLatchkey(place, 'password', 'refresh')
    assert.match(rest.stdout, new RegExp(`${150 - done} refreshed, ${done} current`))
  })
})
