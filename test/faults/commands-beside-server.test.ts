/** The command line beside a running server: both work on the same data, and what one does holds for the other. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createAsker } from '../support/ask.ts'
import { childEnvironment, latchkeyCommand, startProgram } from '../support/running-program.ts'
import { seededRandom, seedOf } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { accepted, askSession, loginByMobile, readCode, refusalOf, sendSms, textOf } from './call-latchkey.ts'
import { checkLedger } from './check-ledger.ts'
import { live } from './client-life.ts'
import { writeFaultApp } from './fault-app.ts'
import { createLedger, subjectOf } from './ledger.ts'
import { assertWholeStores } from './whole-stores.ts'

const run = promisify(execFile)
const imported = 300

test('commands beside a server under load: nobody is disturbed, and each sees what the other did', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const folder = temporaryFolder(t)
  const place = { app: writeFaultApp(folder), data: join(folder, 'data') }
  const program = startProgram(t, place)
  const url = await program.ready()
  const asker = createAsker(url)
  t.after(() => asker.close())
  async function latchkey(...args: readonly string[]): Promise<string> {
    const [file, ...rest] = latchkeyCommand(...args, '--data', place.data)
    return (await run(file, rest, { env: childEnvironment({ LATCHKEY_APP: place.app }) })).stdout
  }
  async function login(phone: string) {
    accepted(await sendSms(asker, phone, phone))
    return loginByMobile(asker, phone, await readCode(asker, phone), phone)
  }

  const ledger = createLedger()
  let stopped = false
  const lives = Array.from({ length: 2 }, async (_, i) => {
    const life = { asker, ledger, round: 1, own: [], random: seededRandom(seed, `beside/${i}`) }
    await live(life)
    assert.ok(stopped, 'a connection broke while the server ran')
  })
  const living = Promise.all(lives)
  living.catch(() => undefined)

  const quick = ['--phone-login', 'auths.loginTypes.quick']
  const userId = (
    await latchkey('user', 'create', '--phone', '13900000001', '--nick', 'made here', ...quick)
  ).trim()
  const made = accepted(await login('13900000001'))
  assert.equal(subjectOf(textOf(made, 'id_token')), userId)

  const rows = Array.from(
    { length: imported },
    (_, i) => `row ${i},139${String(10_000 + i).padStart(8, '0')}`,
  )
  const file = join(folder, 'users.csv')
  writeFileSync(file, ['nick,phone', ...rows, ''].join('\n'))
  await latchkey('user', 'import', file, ...quick)
  accepted(await login('13900010007'))

  await latchkey('keys', 'rotate')
  accepted(await askSession(asker, textOf(made, 'session_token')))
  const exported = await latchkey('user', 'export')
  assert.ok(exported.split('\n').length > imported, 'the export holds the imported and more')
  await latchkey('user', 'list')
  await latchkey('doctor', '--app', place.app)
  await latchkey('migrate')

  await latchkey('user', 'disable', userId)
  assert.equal((await askSession(asker, textOf(made, 'session_token'))).status, 401)
  assert.equal((await latchkey('user', 'enable', userId)).includes(userId), true)
  await latchkey('user', 'delete', '--yes', userId)
  assert.equal(refusalOf(await askSession(asker, textOf(made, 'session_token'))), 'SESSION_INVALID')

  stopped = true
  await program.end('SIGKILL')
  await living
  const again = startProgram(t, place)
  assert.deepEqual(await checkLedger(await again.ready(), ledger, ledger.people), [], `seed ${seed}`)
  assert.equal((await again.end('SIGTERM')).code, 0)
  assert.doesNotMatch(program.output() + again.output(), /"level":50/)
  assertWholeStores(place.data, `seed ${seed}`)
  t.diagnostic(JSON.stringify(Object.fromEntries(ledger.acknowledged)))
})
