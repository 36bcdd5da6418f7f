/** `latchkey user import` of a file that a stranger wrote: its texts reach a terminal and a spreadsheet. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { readCell } from '../../src/accounts/csv-cell.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runLatchkey } from './support/run-latchkey.ts'

describe('security test 7: what user import prints and writes of a file', () => {
  test('header names are printed without what steers a terminal', async (t) => {
    const folder = temporaryFolder(t)
    const file = join(folder, 'users.csv')
    writeFileSync(file, 'phone,"\u001b[2J\u202eevil\nlatchkey: all is well"\n13800138000,x\n')
    const { status, stderr, stdout } = await runLatchkey(
      { data: join(folder, 'data') },
      'user',
      'import',
      file,
    )
    assert.equal(status, 1)
    assert.ok(stderr.includes('\\u{1b}[2J\\u{202e}evil\\u{a}latchkey'), stderr)
    for (const character of ['\u001b', '\u202e'])
      assert.equal(`${stderr}${stdout}`.includes(character), false)
    assert.equal(stderr.trim().split('\n').length, 1)
  })

  test('the file of rejects guards formulas as an export does, and still reads as the same', async (t) => {
    const folder = temporaryFolder(t)
    const [file, rejects] = [join(folder, 'users.csv'), join(folder, 'rejects.csv')]
    const cells = ["=cmd|'/C calc'!A0", "'=1", '+1', '-1', '@x', '＝1', "'Ndrangheta", "''", 'plain']
    const rows = cells.map((cell) => `"${cell}",138`)
    writeFileSync(file, `nick,phone\n${rows.join('\n')}\n`)
    const place = { data: join(folder, 'data') }
    const { status, stderr } = await runLatchkey(place, 'user', 'import', file, '--rejects', rejects)
    assert.equal(status, 1, stderr)
    const [header, ...rejected] = parse(readFileSync(rejects, 'utf8')) as string[][]
    assert.deepEqual(header, ['nick', 'phone', 'reason'])
    for (const cell of rejected.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/)
    assert.deepEqual(
      rejected.map(([nick = '']) => readCell('nick', nick)),
      cells.map((cell) => readCell('nick', cell)),
    )
  })
})
