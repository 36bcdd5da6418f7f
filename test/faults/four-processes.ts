/** Four programs on one PostgreSQL database and one Redis: every code is used by all four at once. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { statement } from '../../src/storage/database.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { createAsker } from '../support/ask.ts'
import { createTestDatabase } from '../support/postgres-server.ts'
import { redisPlace } from '../support/redis-server.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { accepted, loginByMobile, readCode, refusalOf, sendSms } from './call-latchkey.ts'
import { writeFaultApp } from './fault-app.ts'

const countSessions = statement<[], { readonly sessions: number }>(
  'test.sessions',
  'select count(*) as sessions from sessions',
)

/** Messages that the limit of the address leaves for the second half. */
const left = 40
const atOnce = 10

/** `codes` codes, each used four times at once; then three times as many sends as are left, over all four. */
export async function useCodesAtOnce(t: TestContext, codes: number): Promise<void> {
  const folder = temporaryFolder(t)
  const app = writeFaultApp(folder, { addressHour: codes + left })
  const database = await createTestDatabase()
  const redis = redisPlace()
  t.after(() => Promise.all([database.drop(), redis.drop()]))
  const environment = {
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '4',
    REDIS_URL: redis.url,
    LATCHKEY_SECRET: 'a secret of the tests with more than 32 characters',
    LOG_LEVEL: 'error',
  }
  const programs = [1, 2, 3, 4].map((name) =>
    startProgram(t, { app, data: join(folder, `data-${name}`), environment }),
  )
  const askers = (await Promise.all(programs.map((program) => program.ready()))).map((url) =>
    createAsker(url),
  )
  t.after(() => {
    for (const asker of askers) asker.close()
  })
  const askerOf = (turn: number) => askers[turn % askers.length] as (typeof askers)[number]

  async function useOne(turn: number): Promise<void> {
    const phone = String(13_800_000_000 + turn)
    accepted(await sendSms(askerOf(turn), phone, phone))
    const code = await readCode(askerOf(turn + 1), phone)
    const answers = await Promise.all(askers.map((asker) => loginByMobile(asker, phone, code, phone)))
    const lost = answers.filter(({ status }) => status !== 200).map(refusalOf)
    assert.deepEqual(lost, Array(3).fill('IDAAS.SDK.CAPTCHA.0007'), phone)
  }

  for (let begun = 0; begun < codes; begun += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, codes - begun) }, (_, i) => useOne(begun + i)))
  const store = openPostgresDatabase(database.url)
  t.after(() => store.close())
  assert.deepEqual(await store.first(countSessions, []), { sessions: codes })

  const sends = await Promise.all(
    Array.from({ length: 3 * left }, (_, turn) =>
      sendSms(askerOf(turn), String(13_900_000_000 + turn), `device ${turn}`),
    ),
  )
  assert.equal(sends.filter(({ status }) => status === 200).length, left)
  for (const program of programs) assert.equal((await program.end('SIGTERM')).code, 0, program.output())
  t.diagnostic(`${codes} codes, each at ${askers.length} processes at once: ${codes} sessions`)
}
