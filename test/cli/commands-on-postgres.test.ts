/** What `latchkey` says of PostgreSQL: in reach, its schema, the secret; and that it works there. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { createAsker } from '../support/ask.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { startProgram } from '../support/running-program.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const secret = 'a-secret-of-the-tests-with-more-than-32-characters'

async function place(t: TestContext, environment: Readonly<Record<string, string>> = {}) {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  const { app, data } = cliApp(t)
  const all = { DATABASE_URL: url, LATCHKEY_SECRET: secret, ...environment }
  const { host, pathname } = new URL(url)
  return { app, data, environment: all, shown: `postgres://${host}${pathname}` }
}

async function findings(of: Awaited<ReturnType<typeof place>>, ...subjects: string[]): Promise<Finding[]> {
  const { stdout } = await runLatchkey(of, 'doctor', '--json')
  const all: Finding[] = JSON.parse(stdout)
  return all.filter(({ subject }) => subjects.includes(subject))
}

function commands(): void {
  test('migrate: planned, done, and once; doctor tells it', async (t) => {
    const here = await place(t)
    const [pending] = await findings(here, 'database')
    assert.equal(pending?.level, 'warning')
    const plan = await runLatchkey(here, 'migrate', '--plan')
    assert.match(plan.stdout, /^to do /)
    assert.equal(plan.status, 1)
    const again = await runLatchkey(here, 'migrate', '--plan')
    assert.deepEqual([again.status, again.stdout], [1, plan.stdout], 'the plan changes nothing')
    assert.match((await runLatchkey(here, 'migrate')).stdout, /^done {2}/)
    assert.equal((await runLatchkey(here, 'migrate')).stdout, 'the schema is up to date\n')
    assert.deepEqual(await findings(here, 'database'), [
      { level: 'ok', subject: 'database', message: `${here.shown} answers, its schema is current` },
    ])
  })

  test('without LATCHKEY_SECRET: doctor is unsafe, and a command ends with 78', async (t) => {
    const here = await place(t, { LATCHKEY_SECRET: '' })
    const [found] = await findings(here, 'secret')
    assert.equal(found?.level, 'unsafe')
    const { status, stderr } = await runLatchkey(here, 'user', 'list')
    assert.equal(status, 78)
    assert.match(stderr, /LATCHKEY_SECRET: must be set/)
  })

  test('out of reach: unsafe and 69, and the password is not told', async (t) => {
    const here = await place(t, { DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/none' })
    const message = 'postgres://127.0.0.1:1/none: connect ECONNREFUSED 127.0.0.1:1'
    assert.deepEqual(await findings(here, 'database'), [{ level: 'unsafe', subject: 'database', message }])
    const { status, stderr } = await runLatchkey(here, 'user', 'list')
    assert.deepEqual([status, stderr], [69, `latchkey: ${message}\n`])
  })

  test('start: a database that falls silent before the first link is told, and logins are served', async (t) => {
    const here = await place(t)
    const proxy = await startTcpProxy(t, here.environment.DATABASE_URL)
    const environment = { ...here.environment, DATABASE_URL: proxy.url }
    const asked = proxy.muteAnswersTo('admins.any')
    const program = startProgram(t, { ...here, environment })
    const url = await program.ready()
    await asked
    await until(() => program.output().includes('whether there is an administrator cannot be told now'))
    proxy.unmute()
    const asker = createAsker(url)
    t.after(() => asker.close())
    await until(async () => (await asker.ask({ path: '/readyz' })).status === 200)
    assert.equal((await program.end('SIGTERM')).code, 0, program.output())
  })

  test('in production a plain connection to another machine is a risk', async (t) => {
    const environment = { NODE_ENV: 'production', DATABASE_URL: 'postgres://u:p@192.0.2.1/x?sslmode=disable' }
    const [risk] = await findings(await place(t, environment), 'DATABASE_URL')
    assert.equal(risk?.level, 'warning')
  })
}

await onPostgres(1, () => describe('commands on PostgreSQL', commands))
