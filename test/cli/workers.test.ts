/** `latchkey start --workers N`: several processes behind one port, on PostgreSQL. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { restartDelayMs } from '../../src/cli/workers/restart-delay.ts'
import { createAsker } from '../support/ask.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { type StartedProgram, startProgram } from '../support/running-program.ts'
import { until } from '../support/until.ts'
import { type CliPlace, cliApp } from './support/cli-app.ts'
import { halfRequest } from './support/half-request.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const secret = 'a secret of the tests with more than 32 characters'

async function onItsDatabase(t: TestContext, workers: number): Promise<Record<string, string>> {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return {
    DATABASE_URL: url,
    LATCHKEY_SECRET: secret,
    LATCHKEY_WORKERS: String(workers),
    DATABASE_POOL_SIZE: '2',
  }
}

/** The facts of its log lines with this text. */
function logged(program: StartedProgram, message: string): Record<string, unknown>[] {
  return program
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === message)
}

const pidsThatServed = (program: StartedProgram) =>
  logged(program, 'a worker serves').map(({ pid }) => Number(pid))

const untilServed = (program: StartedProgram, workers: number) =>
  until(() => pidsThatServed(program).length >= workers)

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** On a connection of its own, as every new client. */
async function titleAt(url: string): Promise<string> {
  const asker = createAsker(url)
  try {
    const { status, json } = await asker.ask({ path: '/openapi.json' })
    assert.equal(status, 200)
    return String((json.info as { title: string }).title)
  } finally {
    asker.close()
  }
}

const smsTo = (mobile: string) => JSON.stringify({ mobile, type: 'LOGIN_SMS' })

function rename({ app }: CliPlace, title: string): void {
  const file = join(app, 'app.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), title }))
}

test('who dies again and again is missed for longer and longer, to an end', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 7, 8, 500].map(restartDelayMs),
    [0, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000],
  )
})

async function journeys(): Promise<void> {
  test('a start that cannot be: told once, with the exit status of a plain start', async (t) => {
    const environment = await onItsDatabase(t, 2)
    const taken = createServer().listen(0, '127.0.0.1')
    t.after(() => taken.close())
    await once(taken, 'listening')
    const port = String((taken.address() as { port: number }).port)
    const wrong = cliApp(t, { 'clients/web/client.json': { nonsense: true } })
    const faulty = { ...wrong, environment: { ...environment, PORT: '0' } }
    const late = { ...cliApp(t), environment: { ...environment, PORT: port } }
    const [misled, blocked] = await Promise.all([runLatchkey(faulty, 'start'), runLatchkey(late, 'start')])
    assert.equal(misled.status, 78)
    assert.equal(
      misled.stderr.match(/clients\/web\/client\.json\/nonsense|nonsense/g)?.length,
      1,
      misled.stderr,
    )
    const inUse = `latchkey: PORT: 127.0.0.1:${port} is in use by another process\n`
    assert.deepEqual(blocked, { status: 69, stdout: '', stderr: inUse })
  })

  test('killed, renewed, misled and stopped: whoever asks is answered', async (t) => {
    const place = cliApp(t)
    const program = startProgram(t, { ...place, environment: await onItsDatabase(t, 2) })
    const url = await program.ready()
    const clientId = JSON.parse(readFileSync(join(place.app, 'clients/web/client.json'), 'utf8')).clientId
    const sms = smsTo('13800138000')
    const otherSms = smsTo('13800138001')

    await t.test('a worker that is killed has a successor', async () => {
      await untilServed(program, 2)
      const [first = 0] = pidsThatServed(program)
      process.kill(first, 'SIGKILL')
      await untilServed(program, 3)
      assert.equal(lives(first), false)
      assert.equal(logged(program, 'a worker died; another takes its place')[0]?.pid, first)
      assert.equal(await titleAt(url), 'Acme')
    })

    await t.test('SIGHUP: every worker is new, and no request is lost', async () => {
      const old = pidsThatServed(program).filter(lives)
      const slow = [await halfRequest(url, clientId, sms), await halfRequest(url, clientId, otherSms)]
      rename(place, 'Renamed')
      let asking = true
      const titles = new Set<string>()
      const asked = (async () => {
        while (asking) {
          titles.add(await titleAt(url))
          await pause(10)
        }
      })()
      process.kill(program.pid, 'SIGHUP')
      await until(() => logged(program, 'stopping').length === 1)
      for (const request of slow) assert.match(await request.finish(), /^HTTP\/1\.1 200 /)
      await until(() => logged(program, 'all workers are new').length === 1)
      asking = false
      await asked
      assert.deepEqual([...titles], ['Acme', 'Renamed'])
      assert.equal(await titleAt(url), 'Renamed')
      assert.deepEqual(old.filter(lives), [])
    })

    await t.test('SIGHUP with a broken app: its faults are told, the old workers go on', async () => {
      const served = pidsThatServed(program)
      writeFileSync(join(place.app, 'app.json'), '{')
      process.kill(program.pid, 'SIGHUP')
      await until(() => logged(program, 'the new worker does not start: the old ones go on').length === 1)
      await until(() => /latchkey: .*app\.json/.test(program.output()))
      assert.deepEqual(pidsThatServed(program), served)
      assert.equal(served.filter(lives).length, 2)
      assert.equal(await titleAt(url), 'Renamed')
    })

    await t.test('SIGTERM: what is in flight is finished, and nothing is left', async () => {
      const slow = await halfRequest(url, clientId, smsTo('13800138002'))
      const ended = program.end('SIGTERM')
      await until(() => program.output().includes('"signal":"SIGTERM"'))
      assert.match(await slow.finish(), /^HTTP\/1\.1 200 /)
      assert.deepEqual(await ended, { code: 0 })
      assert.deepEqual(pidsThatServed(program).filter(lives), [])
    })
  })

  test('workers whose parent is killed finish what they have and leave', async (t) => {
    const place = cliApp(t)
    const program = startProgram(t, { ...place, environment: await onItsDatabase(t, 2) })
    const url = await program.ready()
    await untilServed(program, 2)
    const clientId = JSON.parse(readFileSync(join(place.app, 'clients/web/client.json'), 'utf8')).clientId
    const slow = await halfRequest(url, clientId, smsTo('13800138000'))
    await program.end('SIGKILL')
    assert.match(await slow.finish(), /^HTTP\/1\.1 200 /)
    await until(() => pidsThatServed(program).every((pid) => !lives(pid)))
  })
}

await onPostgres(1, () => describe('workers', journeys))
