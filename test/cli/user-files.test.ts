/** `latchkey user import` and `export`. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { hashSync } from '@node-rs/bcrypt'
import { type CliPlace, cliApp, passwordLogin } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

function write({ folder }: CliPlace, name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const usersOf = async (place: CliPlace) =>
  JSON.parse((await runLatchkey(place, 'user', 'list', '--limit', '500', '--json')).stdout).users as {
    userId: string
    nick: string
  }[]

describe('latchkey user import', () => {
  test('a line per rejected row, a file of rejects that can be mended, and 1', async (t) => {
    const place = cliApp(t)
    const file = write(place, 'users.csv', 'userId,phone\nu1,13800138000\nu2,138\nu3,13900139000\n')
    const rejects = join(place.folder, 'rejects.csv')
    const ran = await runLatchkey(place, 'user', 'import', file, '--rejects', rejects)
    assert.deepEqual([ran.status, ran.stdout], [1, '3 rows: 2 imported, 1 rejected\n'])
    assert.match(ran.stderr, /^line 3: PHONE_INVALID/m)
    assert.match(readFileSync(rejects, 'utf8'), /^"userId","phone","reason"\n"u2","138","PHONE_INVALID.*"\n$/)
    assert.equal(statSync(rejects).mode & 0o777, 0o600)
    const mended = write(place, 'mended.csv', readFileSync(rejects, 'utf8').replace('"138"', '"13700137000"'))
    assert.equal((await runLatchkey(place, 'user', 'import', mended)).status, 0)
    assert.deepEqual((await usersOf(place)).map(({ userId }) => userId).toSorted(), ['u1', 'u2', 'u3'])
  })

  test('killed at any moment it goes on where it was: everyone once, each reject told once in the file', async (t) => {
    const place = cliApp(t)
    const count = 6000
    const rows = Array.from(
      { length: count },
      (_, i) => `u${i},${i % 100 === 99 ? '138' : 13_700_000_000 + i}`,
    )
    const file = write(place, 'users.csv', `userId,phone\n${rows.join('\n')}\n`)
    const rejects = join(place.folder, 'rejects.csv')
    const args = ['user', 'import', file, '--rejects', rejects]
    let kills = 0
    for (const after of [/^\d+ rows/m, /(^\d+ rows[\s\S]*){3}/m]) {
      const onOutput = (text: string, kill: (signal: NodeJS.Signals) => void) => {
        if (after.test(text)) kill('SIGKILL')
      }
      const killed = await runLatchkey({ ...place, onOutput }, ...args)
      if (killed.status === null) kills += 1
    }
    assert.ok(kills > 0, 'at least one run was killed in the middle')
    const last = await runLatchkey(place, ...args)
    assert.match(last.stderr, /went on behind row \d+/)
    assert.match(last.stdout, /^6000 rows: 5940 imported, 60 rejected/)
    const told = readFileSync(rejects, 'utf8').trim().split('\n').slice(1)
    assert.deepEqual(
      told.map((line) => line.split(',')[0]),
      rows.flatMap((_, i) => (i % 100 === 99 ? [`"u${i}"`] : [])),
    )
    const exported = await runLatchkey(place, 'user', 'export', '--format', 'jsonl')
    const ids = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).userId)
    assert.deepEqual([ids.length, new Set(ids).size], [5940, 5940])
    const again = await runLatchkey(place, ...args.slice(0, 3))
    assert.match(again.stderr, /was imported before/)
  })

  test('SIGTERM ends it in order', async (t) => {
    const place = cliApp(t)
    const rows = Array.from({ length: 20_000 }, (_, i) => `u${i},${13_700_000_000 + i}`)
    const file = write(place, 'users.csv', `userId,phone\n${rows.join('\n')}\n`)
    let told = false
    const onOutput = (text: string, kill: (signal: NodeJS.Signals) => void) => {
      if (told || !/^\d+ rows/m.test(text)) return
      told = true
      kill('SIGTERM')
    }
    const { status, stderr } = await runLatchkey({ ...place, onOutput }, 'user', 'import', file)
    assert.equal(status, 130)
    assert.match(stderr, /stopped behind row \d+: the same command goes on from there/)
  })

  test('--dry-run tells the same and changes nothing', async (t) => {
    const place = cliApp(t)
    const file = write(place, 'users.csv', 'userId,phone\nu1,13800138000\nu2,13800138000\n')
    const ran = await runLatchkey(place, 'user', 'import', file, '--dry-run')
    assert.deepEqual([ran.status, ran.stdout], [1, '2 rows: 1 would be imported, 1 rejected\n'])
    assert.match(ran.stderr, /^line 3: PHONE_BOUND/m)
    assert.deepEqual(await usersOf(place), [])
  })

  test('spec 3 rule 3: says how many passwords an md5 element cannot check yet; --over speaks for all rows', async (t) => {
    const place = cliApp(t, { 'auths/loginTypes/password/password.json': { passwordTransport: 'md5' } })
    const bcrypt = hashSync('horse', { cost: 4 })
    const file = write(
      place,
      'users.csv',
      `username,password\nann,${bcrypt}\nbob,${bcrypt}\ncid,${md5('x')}\n`,
    )
    const unsaid = await runLatchkey(place, 'user', 'import', file, '--dry-run')
    assert.match(unsaid.stdout, /1 would be imported, 2 rejected/)
    const ran = await runLatchkey(place, 'user', 'import', file, '--over', 'text')
    assert.equal(ran.status, 0, ran.stderr)
    assert.match(ran.stderr, /2 of them have passwords over the text/)
  })

  test('what is no use is refused before anything is imported', async (t) => {
    const place = cliApp(t)
    const file = write(place, 'users.csv', 'userId,phone\nu1,13800138000\nu2,"1"x\n')
    const misplaced = await runLatchkey(place, 'user', 'import', file)
    assert.deepEqual([misplaced.status, /line 3 a quote/.test(misplaced.stderr)], [1, true], misplaced.stderr)
    const onto = await runLatchkey(place, 'user', 'import', file, '--rejects', file)
    assert.deepEqual([onto.status, /--rejects/.test(onto.stderr)], [64, true])
    const missing = await runLatchkey(place, 'user', 'import', join(place.folder, 'gone.csv'))
    assert.deepEqual([missing.status, /gone\.csv: is not there/.test(missing.stderr)], [66, true])
    assert.equal((await runLatchkey(place, 'user', 'import', write(place, 'users.txt', ''))).status, 64)
    assert.equal((await runLatchkey(place, 'user', 'import', file, '--over', 'both')).status, 64)
    assert.deepEqual(await usersOf(place), [])
  })
})

describe('latchkey user export', () => {
  test('a file of its owner alone, whole or not at all, over no other; passwords only on demand and with a warning', async (t) => {
    const place = cliApp(t)
    const input = 'correct horse battery'
    await runLatchkey(
      { ...place, input },
      'user',
      'create',
      '--nick',
      '=1+1',
      '--username',
      'ann',
      '--password-stdin',
    )
    const file = join(place.folder, 'out.csv')
    const plain = await runLatchkey(place, 'user', 'export', file)
    assert.deepEqual(
      [plain.status, plain.stdout, plain.stderr.trim().split('\n').at(-1)],
      [0, '', '1 users exported'],
    )
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.match(readFileSync(file, 'utf8'), /"'=1\+1"/)
    assert.doesNotMatch(readFileSync(file, 'utf8'), /argon2/)
    const over = await runLatchkey(place, 'user', 'export', file, '--with-passwords')
    assert.equal(over.status, 73)
    assert.doesNotMatch(readFileSync(file, 'utf8'), /argon2/, 'the file that was there is as it was')
    const full = await runLatchkey(place, 'user', 'export', '--with-passwords')
    assert.match(full.stdout, /\$argon2id\$/)
    assert.match(full.stderr, /stored passwords/)
    assert.equal(existsSync(`${file}.part`), false)
  })

  test('goes through a pipe into an import elsewhere with the same secret and salt', async (t) => {
    const salt = 'salt-of-this-test-salt-of-this-t'
    const elements = {
      'auths/loginTypes/password/password.json': { authConfig: { salt }, passwordTransport: 'plain' },
    }
    const environment = { LATCHKEY_SECRET: 'a secret that two installations share' }
    const [from, to] = [
      { ...cliApp(t, elements), environment },
      { ...cliApp(t, elements), environment },
    ]
    const input = 'correct horse'
    await runLatchkey({ ...from, input }, 'user', 'create', '--username', 'ann', '--password-stdin')
    const { stdout } = await runLatchkey(from, 'user', 'export', '--format', 'jsonl', '--with-passwords')
    const file = write(to, 'users.jsonl', stdout)
    const ran = await runLatchkey(to, 'user', 'import', file)
    assert.equal(ran.status, 0, ran.stderr)
    const refreshed = await runLatchkey(to, 'password', 'refresh')
    assert.match(refreshed.stdout, new RegExp(`^${passwordLogin}: 1 passwords: 0 refreshed, 1 current`))
  })
})
