/** Several apps on the same stores: parallel sends never exceed a limit by one (spec 4, rule 6; A54). */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { AppOptions } from '../../src/app/app-options.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { anonymous, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { onRedis, redisPlace } from '../support/redis-server.ts'
import { atOnce } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'
import { turningClock } from '../support/turning-clock.ts'

type Places = Pick<AppOptions, 'data' | 'databaseUrl' | 'redisUrl'>

const chinese = (index: number) => `139${String(index).padStart(8, '0')}`
const american = (index: number) => `+1201555${String(index).padStart(4, '0')}`

const limits = { country: { day: 7, keptForKnown: 0 }, address: { hour: 7 }, device: { hour: 7 } }

async function openThree(t: TestContext, places: Places) {
  const clock = turningClock()
  const elements = {
    'auths.loginTypes.phone': { config: { limits } },
    'SMS.console': { config: { budget: { daily: 40, keptForKnown: 0.3 } } },
  }
  const apps: TestApp[] = []
  for (let index = 0; index < 3; index += 1) apps.push(await openTestApp(t, { ...places, clock, elements }))
  const send = (index: number, number: string, call: Partial<CallContext> = {}) =>
    phoneOf(anonymous(apps[index % 3] as TestApp, call)).sendMessage(number)
  return send
}

function suite(store: string, place: (t: TestContext) => Promise<Places>): void {
  test(`A54: three apps on ${store}: parallel sends get exactly what each limit and the budget allow`, async (t) => {
    const send = await openThree(t, await place(t))
    const number = await atOnce(30, (i) => send(i, chinese(1)))
    assert.deepEqual(number, { ok: 1, SEND_TOO_FREQUENT: 29 })
    const seven = { ok: 7, SEND_LIMIT_REACHED: 23 }
    assert.deepEqual(await atOnce(30, (i) => send(i, american(i))), seven)
    const at = { address: '198.51.100.7' }
    assert.deepEqual(await atOnce(30, (i) => send(i, chinese(100 + i), at)), seven)
    const from = { device: { key: 'dt:1', issuedAt: 0 } }
    assert.deepEqual(await atOnce(30, (i) => send(i, chinese(200 + i), from)), seven)
    // 22 of the 28 that strangers may use are gone.
    assert.deepEqual(await atOnce(30, (i) => send(i, chinese(300 + i))), { ok: 6, SEND_LIMIT_REACHED: 24 })
  })
}

suite('SQLite', async (t) => ({ data: temporaryFolder(t) }))

await onPostgres(1, () =>
  suite('PostgreSQL', async (t) => {
    const { url, drop } = await createMigratedDatabase()
    t.after(drop)
    return { databaseUrl: url }
  }),
)

await onRedis(1, () =>
  suite('Redis', async (t) => {
    const redis = redisPlace()
    t.after(redis.drop)
    return { data: temporaryFolder(t), redisUrl: redis.url }
  }),
)
