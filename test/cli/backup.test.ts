/** `latchkey backup`: of a server under load, checked, whole or not at all; and starting from it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { isAlive, logIn, signUp } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { childEnvironment, latchkeyCommand } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

describe('latchkey backup', () => {
  test('while people log in; what starts from the file knows the sessions of before', async (t) => {
    // Files of this machine, whatever the other tests run on.
    const data = temporaryFolder(t)
    const databaseFile = join(data, 'latchkey.sqlite')
    const app = await openTestApp(t, { data, databaseFile })
    const amy = await signUp(app)
    const file = join(temporaryFolder(t), 'backup.sqlite')
    let isRunning = true
    const running = runLatchkey({ data }, 'backup', file).finally(() => {
      isRunning = false
    })
    let logins = 0
    for (let number = 13_600_000_000; isRunning; number += 1) {
      await signUp(app, String(number))
      logins += 1
    }
    const { status, stdout, stderr } = await running
    assert.equal(status, 0, stderr)
    assert.ok(logins > 0)
    assert.match(stdout, /backup\.sqlite: \d+ bytes, checked\n$/)
    assert.match(stderr, /cannot be used without the secret: keep the file .*secret too/)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.deepEqual(readdirSync(join(file, '..')), ['backup.sqlite'])

    const restored = temporaryFolder(t)
    copyFileSync(file, join(restored, 'latchkey.sqlite'))
    const again = await openTestApp(t, {
      data: restored,
      databaseFile: join(restored, 'latchkey.sqlite'),
      clock: app.clock,
    })
    assert.equal(await isAlive(again, amy), true)
    assert.equal((await logIn(again)).userId, amy.userId)
  })

  test('replaces no file without --force, nor the database itself', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'migrate')
    const file = join(place.folder, 'there')
    writeFileSync(file, 'mine')
    const refused = await runLatchkey(place, 'backup', file)
    assert.deepEqual(
      [refused.status, refused.stderr],
      [73, `latchkey: ${file}: is there already; --force replaces it\n`],
    )
    assert.equal(readFileSync(file, 'utf8'), 'mine')
    assert.equal((await runLatchkey(place, 'backup', '--force', file)).status, 0)
    assert.equal(readFileSync(file, 'latin1').slice(0, 15), 'SQLite format 3')
    const itself = await runLatchkey(place, 'backup', '--force', join(place.data, 'latchkey.sqlite'))
    assert.equal(itself.status, 73)
  })

  test('no file of the installation is replaced, by whatever name, and no folder', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'migrate')
    const at = (name: string) => join(place.folder, name)
    symlinkSync(place.data, at('linked'))
    linkSync(join(place.data, 'latchkey.sqlite'), at('same'))
    const secret = join(place.data, 'secret')
    writeFileSync(secret, 'mine')
    for (const [file, told] of [
      ['linked/latchkey.sqlite', 'is a file of the installation itself'],
      ['linked/latchkey.sqlite-wal', 'is a file of the installation itself'],
      ['data/secret', 'is a file of the installation itself'],
      ['same', 'is a file of the installation itself'],
      ['data', 'is a folder'],
    ] as const) {
      const { status, stderr } = await runLatchkey(place, 'backup', '--force', at(file))
      assert.deepEqual([status, stderr], [73, `latchkey: ${at(file)}: ${told}\n`])
    }
    const nowhere = await runLatchkey(place, 'backup', at('none/backup'))
    assert.deepEqual([nowhere.status, nowhere.stderr], [73, `latchkey: ${at('none')}: is no folder\n`])
    assert.equal(readFileSync(secret, 'utf8'), 'mine')
  })

  test('where the file cannot grow the command names it and leaves nothing', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'migrate')
    const file = join(place.folder, 'backup')
    const limited = ['trap \'\' XFSZ; ulimit -f 100; exec "$@"', 'sh', ...latchkeyCommand('backup', file)]
    const { status, stderr } = spawnSync('/bin/sh', ['-c', ...limited], {
      encoding: 'utf8',
      env: childEnvironment({ LATCHKEY_DATA: place.data }),
    })
    assert.equal(status, 74)
    assert.equal(stderr, `latchkey: ${file}: cannot be read or written\n`)
    assert.deepEqual(readdirSync(place.folder).toSorted(), ['app', 'data'])
  })

  test('of a damaged database there is no backup', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'migrate')
    const source = join(place.data, 'latchkey.sqlite')
    // An index that lacks a row is damage which copying alone does not meet.
    const database = new DatabaseSync(source, { defensive: false })
    database.exec(`insert into audit (id, tenant_id, at, action, result, actor) values (1, 't', 1, 'a', 'b', 'c');
      pragma writable_schema = on;
      update sqlite_schema set sql = 'CREATE INDEX audit_by_time ON audit (tenant_id, action)' where name = 'audit_by_time'`)
    database.close()
    const file = join(place.folder, 'backup')
    const { status, stderr } = await runLatchkey(place, 'backup', file)
    assert.equal(status, 65, stderr)
    assert.match(stderr, /is damaged, and no backup was made: /)
    assert.deepEqual(readdirSync(place.folder).toSorted(), ['app', 'data'])
  })

  test('without a database: 66; on PostgreSQL it names the tool, without the password', async (t) => {
    const place = cliApp(t)
    mkdirSync(place.data)
    assert.equal((await runLatchkey(place, 'backup', 'x')).status, 66)
    const environment = {
      DATABASE_URL: 'postgres://some:hunter2@db.example:5433/logins?sslmode=verify-full&statement_timeout=5',
      LATCHKEY_SECRET: 'a-secret-of-the-tests-with-more-than-32-characters',
    }
    const { status, stderr } = await runLatchkey({ ...place, environment }, 'backup', "it's")
    assert.equal(status, 1)
    assert.match(
      stderr,
      /pg_dump --format=custom --no-unlogged-table-data --file='it'\\''s' 'postgres:\/\/some@db\.example:5433\/logins\?sslmode=verify-full'\n/,
    )
  })
})
