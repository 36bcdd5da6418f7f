/** `latchkey user …`, as an operator types it. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { cliApp, passwordLogin } from './support/cli-app.ts'
import { type RunPlace, runLatchkey } from './support/run-latchkey.ts'

const input = 'correct horse battery\n'

async function make(place: RunPlace, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runLatchkey({ input, ...place }, 'user', 'create', ...args)
  assert.equal(status, 0, stderr)
  return stdout.trim()
}

describe('latchkey user', () => {
  test('create, list, show: a name with a password from standard input, which no output holds', async (t) => {
    const place = cliApp(t)
    const id = await make(
      place,
      '--nick',
      'Ann',
      '--phone',
      '138 0013 8000',
      '--username',
      'Ann',
      '--password-stdin',
    )
    const list = await runLatchkey(place, 'user', 'list', '--json')
    const { users } = JSON.parse(list.stdout)
    assert.deepEqual(
      [users.length, users[0].userId, users[0].phone, users[0].username],
      [1, id, '+8613800138000', 'Ann'],
    )
    const plain = await runLatchkey(place, 'user', 'list')
    assert.match(plain.stdout, new RegExp(`^${id} {2}active {2}\\+8613800138000 {2}Ann {2}`))
    for (const text of [id, 'ANN', '0086-138 0013 8000']) {
      const shown = await runLatchkey(place, 'user', 'show', text)
      assert.equal(shown.status, 0, shown.stderr)
      assert.match(shown.stdout, new RegExp(`name login ann in ${passwordLogin}`))
      assert.doesNotMatch(shown.stdout + list.stdout + plain.stdout, /argon2|correct horse/)
    }
    const json = JSON.parse((await runLatchkey(place, 'user', 'show', id, '--json')).stdout)
    assert.deepEqual([json.userId, json.corps, json.sessions], [id, ['default'], []])
  })

  test('a password is never an argument, and a weak one is refused', async (t) => {
    const place = cliApp(t)
    const argument = await runLatchkey(
      place,
      'user',
      'create',
      '--username',
      'ann',
      '--password',
      'correct horse',
    )
    assert.equal(argument.status, 64)
    const nowhere = await runLatchkey(place, 'user', 'create', '--username', 'ann')
    assert.equal(nowhere.status, 64)
    assert.match(nowhere.stderr, /--password-stdin/)
    const weak = await runLatchkey(
      { ...place, input: 'password' },
      'user',
      'create',
      '--username',
      'ann',
      '--password-stdin',
    )
    assert.equal(weak.status, 1)
    assert.match(weak.stderr, /^latchkey: PASSWORD_WEAK/)
    assert.equal((await runLatchkey(place, 'user', 'list')).stdout, '')
  })

  test('disable, enable, delete; what would be lost for good is asked for', async (t) => {
    const place = cliApp(t)
    const id = await make(place, '--phone', '13800138000')
    const disabled = await runLatchkey(place, 'user', 'disable', '13800138000')
    assert.deepEqual([disabled.status, disabled.stdout], [0, `${id} disabled; every session has ended\n`])
    assert.match((await runLatchkey(place, 'user', 'list', '--status', 'disabled')).stdout, new RegExp(id))
    assert.equal((await runLatchkey(place, 'user', 'list', '--status', 'active')).stdout, '')
    assert.equal((await runLatchkey(place, 'user', 'enable', id)).status, 0)
    const unasked = await runLatchkey(place, 'user', 'delete', id)
    assert.deepEqual([unasked.status, /--yes/.test(unasked.stderr)], [64, true])
    assert.equal((await runLatchkey(place, 'user', 'delete', id, '--yes')).status, 0)
    const gone = await runLatchkey(place, 'user', 'show', id)
    assert.deepEqual([gone.status, /no user has this/.test(gone.stderr)], [1, true])
  })

  test('pages: what is left is said on standard error and can be gone on with', async (t) => {
    const place = cliApp(t)
    const ids = [await make(place, '--phone', '13800138000'), await make(place, '--phone', '13900139000')]
    const first = await runLatchkey(place, 'user', 'list', '--limit', '1')
    const cursor = /--after (\S+)/.exec(first.stderr)?.[1] ?? ''
    const second = await runLatchkey(place, 'user', 'list', '--limit', '1', '--after', cursor)
    assert.deepEqual(
      [first, second].map(({ stdout }) => stdout.split(' ')[0]),
      ids.toReversed(),
    )
    assert.equal(second.stderr, '')
    for (const args of [
      ['--limit', 'x'],
      ['--status', 'gone'],
      ['--after', 'x'],
    ]) {
      const { status, stderr } = await runLatchkey(place, 'user', 'list', ...args)
      assert.ok(status === 1 || status === 64, String(status))
      assert.doesNotMatch(stderr, /\n\s+at /)
    }
  })

  test('what users wrote cannot steer the terminal', async (t) => {
    const place = cliApp(t)
    const id = await make(place, '--phone', '13800138000')
    // No door takes such a nick; a database from elsewhere may hold one.
    const database = new DatabaseSync(`${place.data}/latchkey.sqlite`)
    database.prepare('update users set nick = ?').run('a\u001b[2Jb\u202ec')
    database.close()
    for (const args of [['list'], ['show', id]]) {
      const { stdout } = await runLatchkey(place, 'user', ...args)
      assert.ok(stdout.includes('a\\u{1b}[2Jb\\u{202e}c'))
      assert.ok(!stdout.includes('\u001b') && !stdout.includes('\u202e'))
    }
  })

  test('a text that means two users is refused with their ids; id: says which', async (t) => {
    const place = cliApp(t)
    const file = `${place.folder}/users.csv`
    writeFileSync(file, 'userId,phone\nann,13900139000\n')
    assert.equal((await runLatchkey(place, 'user', 'import', file)).status, 0)
    const other = await make(place, '--username', 'ann', '--password-stdin')
    const both = await runLatchkey(place, 'user', 'disable', 'ann')
    assert.equal(both.status, 1)
    assert.match(both.stderr, new RegExp(`ann, ${other}`))
    assert.match((await runLatchkey(place, 'user', 'disable', 'id:ann')).stdout, /^ann disabled/)
    assert.match(
      (await runLatchkey(place, 'user', 'list', '--status', 'active')).stdout,
      new RegExp(`^${other} `),
    )
  })

  test('a tenant has users of its own', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'tenant', 'create', 'second')
    await make(place, '--phone', '13800138000', '--tenant', 'second')
    assert.equal((await runLatchkey(place, 'user', 'list')).stdout, '')
    assert.match((await runLatchkey(place, 'user', 'list', '--tenant', 'second')).stdout, /8613800138000/)
    assert.equal((await runLatchkey(place, 'user', 'list', '--tenant', "x' or 1=1")).status, 64)
  })

  test('a wrong app, command or option: one line, and the status says what kind', async (t) => {
    const place = cliApp(t, { 'corps/Default/Default.json': {} })
    const faulty = await runLatchkey(place, 'user', 'list')
    assert.equal(faulty.status, 78)
    assert.match(faulty.stderr, /^latchkey: corps\/Default\/Default\.json: \/corpId/)
    for (const args of [['user', 'lst'], ['user', 'list', '--nope'], ['nope']]) {
      const { status, stderr } = await runLatchkey(place, ...args)
      assert.equal(status, 64, args.join(' '))
      assert.doesNotMatch(stderr, /\n\s+at /)
    }
  })
})
