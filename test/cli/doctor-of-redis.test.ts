/** What `latchkey doctor` says of Redis: in reach, over TLS, and what it may lose. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { ask, freePort, ownRedis, withRedisProgram } from '../support/redis-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

async function findings(t: TestContext, environment: Readonly<Record<string, string>>): Promise<Finding[]> {
  const { app, data } = cliApp(t)
  const { stdout } = await runLatchkey({ app, data, environment }, 'doctor', '--json')
  const all: Finding[] = JSON.parse(stdout)
  return all.filter(({ subject }) => subject === 'ephemeral' || subject === 'REDIS_URL')
}

function examinations(): void {
  test('it answers and loses nothing: fine; with another eviction policy a warning', async (t) => {
    const server = await ownRedis()
    await server.start()
    const fine = await findings(t, { REDIS_URL: server.url })
    assert.deepEqual(fine, [{ level: 'ok', subject: 'ephemeral', message: `${server.url} answers` }])
    await ask(server.url, (client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'))
    const [, warned] = await findings(t, { REDIS_URL: server.url })
    assert.equal(warned?.level, 'warning')
    assert.match(warned?.message ?? '', /allkeys-lru/)
  })

  test('out of reach: unsafe, and the password is not told', async (t) => {
    const [found, ...others] = await findings(t, { REDIS_URL: 'redis://:hunter2@127.0.0.1:1' })
    assert.deepEqual([found?.level, others], ['unsafe', []])
    assert.equal(found?.message, 'redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1')
  })

  test('a wrong password: unsafe, with what the server says', async (t) => {
    const server = await ownRedis('--requirepass', 'right', '--protected-mode', 'no')
    await server.start('right')
    const wrong = new URL(server.url)
    wrong.password = 'hunter2'
    const [found] = await findings(t, { REDIS_URL: wrong.href })
    assert.equal(found?.level, 'unsafe')
    assert.match(found?.message ?? '', /WRONGPASS/)
    wrong.password = 'right'
    assert.deepEqual((await findings(t, { REDIS_URL: wrong.href }))[0]?.level, 'ok')
  })

  test('TLS: a certificate that is known is taken, any other is not', async (t) => {
    const made = makeCertificate(temporaryFolder(t), 'localhost')
    if (made === undefined) return t.skip('needs openssl')
    const port = await freePort()
    const files = ['--tls-cert-file', made.cert, '--tls-key-file', made.key, '--tls-ca-cert-file', made.cert]
    const server = await ownRedis('--tls-port', `${port}`, '--tls-auth-clients', 'no', ...files)
    await server.start()
    const environment = { REDIS_URL: `rediss://localhost:${port}` }
    const [known] = await findings(t, { ...environment, NODE_EXTRA_CA_CERTS: made.cert })
    assert.deepEqual([known?.level, known?.message], ['ok', `rediss://localhost:${port} answers`])
    const [unknown] = await findings(t, environment)
    assert.equal(unknown?.level, 'unsafe')
    assert.match(unknown?.message ?? '', /self-signed certificate/)
  })
}

await withRedisProgram(1, () => describe('latchkey doctor of Redis', examinations))
