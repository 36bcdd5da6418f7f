/** A PostgreSQL that answers 300 ms late, asked by far more clients than it can serve: who waits, who is sent away. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Asker, createAsker } from '../support/ask.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { ownRedis, withRedisProgram } from '../support/redis-server.ts'
import { startProgram } from '../support/running-program.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { accepted, askSession, loginByMobile, readCode, sendSms, textOf } from './call-latchkey.ts'
import { writeFaultApp } from './fault-app.ts'
import { serverSecret } from './fault-stores.ts'
import { isAway } from './patient-asker.ts'
import { processFigures } from './process-figures.ts'

const clients = 200
const seconds = 20
const healthWithinMs = 50

async function slowly(t: Parameters<typeof startTcpProxy>[0]): Promise<void> {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(t, database.url)
  const redis = await ownRedis()
  await redis.start()
  const folder = temporaryFolder(t)
  const program = startProgram(t, {
    app: writeFaultApp(folder),
    data: join(folder, 'data'),
    environment: { DATABASE_URL: proxy.url, REDIS_URL: redis.url, LATCHKEY_SECRET: serverSecret },
  })
  t.after(async () => {
    await program.end('SIGKILL')
    await database.drop()
  })
  const url = await program.ready()
  const asker = createAsker(url, clients)
  const health = createAsker(url)
  const token = await login(asker)
  const before = processFigures(program.pid)
  proxy.delay(300)
  const until = performance.now() + seconds * 1_000
  const counts = { served: 0, away: 0, told: 0 }
  const working = Array.from({ length: clients }, async () => {
    while (performance.now() < until) {
      const answer = await askSession(asker, token)
      if (answer.status === 200) counts.served += 1
      else {
        assert.ok(isAway(answer), `${answer.status} ${answer.text}`)
        counts.away += 1
        const after = Number(answer.headers['retry-after'] ?? 1)
        if (answer.headers['retry-after'] !== undefined) counts.told += 1
        await pause(after * 1_000)
      }
    }
  })
  const times: number[] = []
  while (performance.now() < until) {
    const since = performance.now()
    assert.equal((await health.ask({ path: '/healthz' })).status, 200)
    times.push(performance.now() - since)
    await pause(10)
  }
  await Promise.all(working)
  const after = processFigures(program.pid)
  const sorted = times.toSorted((a, b) => a - b)
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0
  t.diagnostic(`${clients} clients, ${seconds} s: ${JSON.stringify(counts)}`)
  t.diagnostic(
    `/healthz: ${times.length} calls, median ${sorted[sorted.length >> 1]?.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  )
  t.diagnostic(`memory ${before.rssMb?.toFixed(0)} → ${after.rssMb?.toFixed(0)} MB`)
  assert.ok(counts.served > seconds * 10, 'a pool of ten serves thirty a second at 300 ms')
  assert.ok(counts.told > 0)
  assert.ok(p99 < healthWithinMs, `p99 ${p99} ms`)
  proxy.delay(0)
  let answer = await askSession(asker, token)
  for (let tries = 0; tries < 100 && answer.status !== 200; tries += 1) {
    await pause(50)
    answer = await askSession(asker, token)
  }
  assert.equal(answer.status, 200, 'it goes on when the store is as fast as ever')
  asker.close()
  health.close()
}

async function login(asker: Asker): Promise<string> {
  const phone = '13800138000'
  accepted(await sendSms(asker, phone, 'slow'))
  return textOf(
    accepted(await loginByMobile(asker, phone, await readCode(asker, phone), 'slow')),
    'session_token',
  )
}

await onPostgres(1, () =>
  withRedisProgram(1, () => {
    test(
      '200 clients of a store that answers 300 ms late: served or sent away, and /healthz stays fast',
      slowly,
    )
  }),
)
