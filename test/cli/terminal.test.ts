/** Questions at a real terminal: `script` gives the program one. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { childEnvironment, latchkeyCommand } from '../support/running-program.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const hasScript = spawnSync('script', ['--version']).error === undefined
const skip = hasScript ? false : 'the machine has no script(1)'

/** Answers each question, once it stands there, with its keys; gives what stood on the terminal. */
async function atTerminal(
  { app, data }: CliPlace,
  args: readonly string[],
  answers: readonly (readonly [question: RegExp, keys: string])[],
): Promise<{ readonly status: number | null; readonly seen: string }> {
  // The terminal of script(1) has no width of its own.
  const command = `stty cols 100 rows 40; exec ${latchkeyCommand(...args).join(' ')}`
  const env = childEnvironment({ LATCHKEY_APP: app, LATCHKEY_DATA: data, TERM: 'xterm' })
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { env })
  let seen = ''
  let from = 0
  const left = [...answers]
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text
    const [question, keys] = left[0] ?? []
    if (question === undefined || !question.test(seen.slice(from))) return
    from = seen.length
    left.shift()
    setImmediate(() => child.stdin.write(keys ?? ''))
  })
  await once(child, 'close')
  return { status: child.exitCode, seen }
}

describe('at a terminal', { skip }, () => {
  test('a new password is asked for twice and never shown', async (t) => {
    const place = cliApp(t)
    const args = ['user', 'create', '--username', 'ann']
    const different = await atTerminal(place, args, [
      [/Password/, 'correct horse\r'],
      [/again/, 'correct house\r'],
    ])
    assert.deepEqual([different.status, /the two differ/.test(different.seen)], [1, true], different.seen)
    const same = await atTerminal(place, args, [
      [/Password/, 'correct horse\r'],
      [/again/, 'correct horse\r'],
    ])
    assert.equal(same.status, 0, same.seen)
    assert.doesNotMatch(same.seen, /correct|horse/)
    assert.match((await runLatchkey(place, 'user', 'show', 'ann')).stdout, /name login ann/)
  })

  test('a deletion is asked about, and no is the answer that return gives', async (t) => {
    const place = cliApp(t)
    await runLatchkey(place, 'user', 'create', '--phone', '13800138000')
    const kept = await atTerminal(place, ['user', 'delete', '13800138000'], [[/for good/, '\r']])
    assert.deepEqual([kept.status, /nothing was deleted/.test(kept.seen)], [1, true], kept.seen)
    const deleted = await atTerminal(place, ['user', 'delete', '13800138000'], [[/for good/, 'y']])
    assert.deepEqual([deleted.status, /deleted/.test(deleted.seen)], [0, true], deleted.seen)
    assert.equal((await runLatchkey(place, 'user', 'list')).stdout, '')
  })

  test('Ctrl-C at a question does nothing and says so', async (t) => {
    const place = cliApp(t)
    const { status, seen } = await atTerminal(
      place,
      ['user', 'create', '--username', 'ann'],
      [[/Password/, '\u0003']],
    )
    assert.deepEqual([status, /nothing was done/.test(seen)], [130, true], seen)
    assert.equal((await runLatchkey(place, 'user', 'list')).stdout, '')
  })
})
