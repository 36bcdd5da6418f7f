/** kill -9 in the middle of the very first start: secret, schema and keys are half made, and the next start goes on. */
import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { createAsker } from '../support/ask.ts'
import { type ProgramPlace, type StartedProgram, startProgram } from '../support/running-program.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { accepted, askSession, loginByMobile, readCode, sendSms, textOf } from './call-latchkey.ts'
import { writeFaultApp } from './fault-app.ts'
import { assertWholeStores } from './whole-stores.ts'

/** Secret, schema and keys are made within so long after the data folder appears. */
const longestSetUpMs = 80
const longestStartMs = 900
const mostKills = 3

const files = ['.', 'latchkey.sqlite', 'latchkey.sqlite-wal', 'ephemeral.sqlite', 'secret']

/** Answers with how often a program was killed. */
export async function firstStartRounds(t: TestContext, rounds: number, seed: number): Promise<number> {
  const folder = temporaryFolder(t)
  const app = writeFaultApp(folder)
  const random = seededRandom(seed, 'first start')
  let kills = 0
  for (let round = 1; round <= rounds; round += 1) {
    const place = { app, data: join(folder, `data-${round}`) }
    const deaths = 1 + random.below(mostKills)
    for (let death = 0; death < deaths; death += 1) await dieWhileSettingUp(t, place, random)
    kills += deaths
    await assertServes(startProgram(t, place), place.data, `seed ${seed}, round ${round}`)
  }
  return kills
}

/** Waits for a file that is missing, so that the kill comes in the midst of what makes the next one. */
async function dieWhileSettingUp(
  t: TestContext,
  { app, data }: ProgramPlace,
  random: SeededRandom,
): Promise<void> {
  const missing = files.filter((file) => !existsSync(join(data, file)))
  const program = startProgram(t, { app, data })
  if (missing.length === 0) await setTimeout(random.below(longestStartMs))
  else {
    const awaited = join(data, random.pick(missing))
    while (!existsSync(awaited) && !program.hasEnded()) await setImmediate()
    assert.ok(!program.hasEnded(), program.output())
    await setTimeout(random.next() ** 2 * longestSetUpMs)
  }
  await program.end('SIGKILL')
}

async function assertServes(program: StartedProgram, data: string, when: string): Promise<void> {
  const asker = createAsker(await program.ready())
  const phone = '13800138000'
  accepted(await sendSms(asker, phone, 'first'))
  const login = accepted(await loginByMobile(asker, phone, await readCode(asker, phone), 'first'))
  accepted(await askSession(asker, textOf(login, 'session_token')))
  asker.close()
  assert.equal((await program.end('SIGTERM')).code, 0, when)
  assert.equal(statSync(join(data, 'secret')).mode & 0o777, 0o600, when)
  assertWholeStores(data, when)
}
