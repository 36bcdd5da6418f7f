/** Who can read the database files, whatever the umask and the mode of their folder. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { closeStores, openStores } from '../../src/app/stores.ts'
import { systemClock } from '../../src/base/clock.ts'
import { SqliteConnection } from '../../src/sqlite/sqlite-connection.ts'
import { runLatchkey } from '../cli/support/run-latchkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

function openFolder(t: TestContext): string {
  const before = process.umask(0o022)
  t.after(() => process.umask(before))
  const data = join(temporaryFolder(t), 'data')
  mkdirSync(data, { mode: 0o755 })
  return data
}

type Finding = { readonly level: string; readonly subject: string; readonly message: string }

async function findingsOf(data: string): Promise<Finding[]> {
  const { stdout } = await runLatchkey({ data }, 'doctor', '--json')
  return JSON.parse(stdout)
}

describe('security test 3: database files are readable by their owner only', () => {
  test('every file of the stores, in a folder that was there before', async (t) => {
    const data = openFolder(t)
    const stores = await openStores({ data }, systemClock)
    const files = readdirSync(data)
    for (const file of ['latchkey.sqlite', 'ephemeral.sqlite', 'latchkey.sqlite-wal'])
      assert.ok(files.includes(file), file)
    for (const file of files) assert.equal(modeOf(join(data, file)), 0o600, file)
    await closeStores(stores)
  })

  test('the mode of a file that is there already stays', (t) => {
    const file = join(openFolder(t), 'a.sqlite')
    writeFileSync(file, '', { mode: 0o640 })
    new SqliteConnection(file).close()
    assert.equal(modeOf(file), 0o640)
  })

  test('doctor tells of files and folders that others can read', async (t) => {
    const data = openFolder(t)
    await closeStores(await openStores({ data }, systemClock))
    const told = async (subject: string, level: string) =>
      (await findingsOf(data)).filter(
        (one) =>
          one.subject === subject && one.level === level && one.message.includes('is open to other accounts'),
      ).length
    assert.equal(await told('data', 'unsafe'), 1)
    assert.equal(await told('database', 'unsafe'), 0)
    for (const file of ['latchkey.sqlite', 'ephemeral.sqlite']) chmodSync(join(data, file), 0o644)
    assert.deepEqual([await told('database', 'unsafe'), await told('ephemeral', 'unsafe')], [1, 1])
    chmodSync(data, 0o700)
    assert.deepEqual([await told('data', 'unsafe'), await told('database', 'unsafe')], [0, 0])
    assert.deepEqual([await told('database', 'warning'), await told('ephemeral', 'warning')], [1, 1])
  })
})
