/** kill -9 in the middle of an import: the next run goes on, and every row is in once or rejected once. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { childEnvironment, latchkeyCommand } from '../support/running-program.ts'
import { seededRandom, seedOf } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { countRows } from './count-rows.ts'
import { writeFaultApp } from './fault-app.ts'
import { assertWholeStores } from './whole-stores.ts'

const rows = 8_000
const mostKills = 4
/** Before the first row is in; and how long the whole file may take at least. */
const shortestLifeMs = 350
const longestLifeMs = 900

/** Every fiftieth number cannot be one. */
const isBad = (row: number) => row % 50 === 7

test('kill -9 during an import: every row is in once, or rejected once', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  const random = seededRandom(seed, 'import')
  const folder = temporaryFolder(t)
  const data = join(folder, 'data')
  const [file, rejects] = [join(folder, 'users.csv'), join(folder, 'rejects.csv')]
  const lines = Array.from(
    { length: rows },
    (_, i) => `row ${i},138${isBad(i) ? '' : String(i).padStart(8, '0')}`,
  )
  writeFileSync(file, ['nick,phone', ...lines, ''].join('\n'))
  const app = writeFaultApp(folder)
  const command = latchkeyCommand('user', 'import', file, '--app', app, '--data', data)
  const [program, ...args] = [...command, '--phone-login', 'auths.loginTypes.quick', '--rejects', rejects]
  const start = () => spawn(program, args, { env: childEnvironment(), stdio: 'ignore' })

  let kills = 0
  for (; kills < mostKills; kills += 1) {
    const child = start()
    const ended = once(child, 'exit')
    const life = setTimeout(shortestLifeMs + random.below(longestLifeMs - shortestLifeMs), 'dies')
    if ((await Promise.race([life, ended])) !== 'dies') break
    child.kill('SIGKILL')
    await ended
  }
  await once(start(), 'exit')
  t.diagnostic(`FAULTS_SEED=${seed}, ${kills} kills`)
  assert.ok(kills > 0)

  const bad = Array.from({ length: rows }, (_, i) => i).filter(isBad)
  assert.equal(countRows(data, 'latchkey.sqlite', 'users'), rows - bad.length)
  assert.equal(countRows(data, 'latchkey.sqlite', 'phone_bindings'), rows - bad.length)
  const [, ...rejected] = readFileSync(rejects, 'utf8').trimEnd().split('\n')
  assert.deepEqual(
    rejected.map((line) => /row (\d+)/.exec(line)?.[1]),
    bad.map(String),
  )
  assertWholeStores(data, `seed ${seed}`)
})
