/** Rounds of sudden death on PostgreSQL and Redis: a process or a server is killed while clients work, and checked after. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Asker, createAsker } from '../support/ask.ts'
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.ts'
import { ownRedis, type RedisServer } from '../support/redis-server.ts'
import { type ProgramPlace, type StartedProgram, startProgram } from '../support/running-program.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { askSession, proveNumber, refusalOf, sendSms } from './call-latchkey.ts'
import { live } from './client-life.ts'
import { slowClient, writeFaultApp } from './fault-app.ts'
import { serverSecret } from './fault-stores.ts'
import { assertLedger, sample } from './kill-rounds.ts'
import { createLedger, type Ledger, newNumber, type Person } from './ledger.ts'
import { assertAway, patientAsker } from './patient-asker.ts'
import { assertWholeDatabase } from './whole-stores.ts'

const victims = ['process', 'PostgreSQL', 'Redis'] as const
type Victim = (typeof victims)[number]

export type ServerKills = {
  readonly ledger: Ledger
  /** Answers that a store was away. */
  readonly away: number
  /** Milliseconds from the start of a killed server until the program was ready, at the longest. */
  readonly longestRecoveryMs: number
}

type Plan = { readonly rounds: number; readonly seed: number; readonly clients: number }

type Place = {
  readonly postgres: OwnPostgres
  readonly redis: RedisServer
  readonly program: ProgramPlace
}

/** A client works at most so long before something dies. */
const longestLifeMs = 1_500
/** A server that is killed stays away for at most so long. */
const longestAwayMs = 600
const recoveredWithinMs = 20_000

export async function serverKillRounds(
  t: TestContext,
  { rounds, seed, clients }: Plan,
): Promise<ServerKills> {
  const place = await openPlace(t)
  const random = seededRandom(seed, 'moments')
  const ledger = createLedger()
  const own = Array.from({ length: clients }, (): Person[] => [])
  let program = startProgram(t, place.program)
  let away = 0
  /** Of the program that runs now. */
  let lostInbox = false
  let longestRecoveryMs = 0
  for (let round = 1; round <= rounds; round += 1) {
    const victim = victims[round % victims.length] ?? 'process'
    const when = `seed ${seed}, round ${round}, ${victim}`
    const url = await program.ready()
    const patience = { losesInbox: victim === 'Redis', onAway: () => (away += 1) }
    const askers = own.map(() => patientAsker(createAsker(url), patience))
    const lives = own.map((people, i) => ({
      own: people,
      ledger,
      round,
      random: seededRandom(seed, `${round}/${i}`),
      asker: askers[i] as Asker,
    }))
    const living = Promise.all(lives.map(live))
    await Promise.race([setTimeout(random.next() ** 2 * longestLifeMs), living])
    await kill(victim, place, program)
    if (victim !== 'process') await assertTold(url, victim, ledger)
    await living
    for (const asker of askers) asker.close()
    lostInbox ||= victim === 'Redis'
    assertNoDefect(program, lostInbox)
    if (victim === 'process') {
      program = startProgram(t, place.program)
      lostInbox = false
    } else {
      await setTimeout(random.below(longestAwayMs))
      const since = performance.now()
      await (victim === 'Redis' ? place.redis : place.postgres).start()
      await untilReady(url, when)
      longestRecoveryMs = Math.max(longestRecoveryMs, performance.now() - since)
    }
    if (victim === 'Redis') await assertOnlyRedisLost(await program.ready(), ledger, when)
    await assertLedger(program, ledger, when, {
      people: touchedIn(round, ledger, random),
      logins: sample(random, ledger.people, 12),
    })
    assertNoDefect(program, lostInbox)
  }
  await assertLedger(program, ledger, `seed ${seed}, at the end`, {
    people: ledger.people,
    logins: sample(random, ledger.people, 100),
  })
  assert.equal((await program.end('SIGTERM')).code, 0, program.output())
  await assertWholeDatabase(place.postgres.url, `seed ${seed}`)
  return { ledger, away, longestRecoveryMs }
}

/** Redis writes no append-only file, as Debian ships it. */
async function openPlace(t: TestContext): Promise<Place> {
  const folder = temporaryFolder(t)
  const postgres = await ownPostgres()
  const redis = await ownRedis()
  await Promise.all([postgres.start(), redis.start()])
  const environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, LATCHKEY_SECRET: serverSecret }
  const program = { app: writeFaultApp(folder), data: join(folder, 'data'), environment }
  return { postgres, redis, program }
}

async function kill(victim: Victim, { postgres, redis }: Place, program: StartedProgram): Promise<void> {
  if (victim === 'process') await program.end('SIGKILL')
  else await (victim === 'Redis' ? redis : postgres).kill()
}

/** Whoever needs the store is refused in time, again and again; the process lives. */
async function assertTold(url: string, victim: Victim, ledger: Ledger): Promise<void> {
  const asker = createAsker(url)
  const needing =
    victim === 'Redis'
      ? () => sendSms(asker, newNumber(ledger), 'device-while-away')
      : () => askSession(asker, 'x'.repeat(32))
  for (const call of [needing, () => asker.ask({ path: '/readyz' }), needing]) {
    const since = performance.now()
    assertAway(await call(), performance.now() - since)
  }
  assert.equal((await asker.ask({ path: '/healthz' })).status, 200)
  asker.close()
}

async function untilReady(url: string, when: string): Promise<void> {
  const asker = createAsker(url)
  const until = performance.now() + recoveredWithinMs
  while ((await asker.ask({ path: '/readyz' })).status !== 200) {
    assert.ok(performance.now() < until, `${when}: it does not go on by itself`)
    await setTimeout(20)
  }
  asker.close()
}

/** Codes that were out are dead, also with the right digits; a limit lets through once more what it lets through. */
async function assertOnlyRedisLost(url: string, ledger: Ledger, when: string): Promise<void> {
  const asker = createAsker(url)
  for (const { phone, wrong } of ledger.guessed.splice(0)) {
    const code = wrong.replace(/^./, (digit) => String((Number(digit) + 9) % 10))
    const answer = await proveNumber(asker, 'getLoginCode', { phone, code })
    assert.equal(refusalOf(answer), 'CODE_EXPIRED', `${when}: a code from before: ${answer.text}`)
  }
  for (const { phone } of ledger.slowSends.splice(0)) {
    const send = async () => (await sendSms(asker, phone, `device-${phone}`, slowClient)).status
    assert.deepEqual([await send(), await send()], [200, 429], `${when}: messages to ${phone}`)
  }
  asker.close()
}

/** Trouble of a store is told in the log; everything else there is a defect. */
function assertNoDefect(program: StartedProgram, lostInbox: boolean): void {
  const defects = program
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
  assert.deepEqual(
    defects.filter((line) => !line.includes('STORE_UNAVAILABLE') && !(lostInbox && isOfInbox(line))),
    [],
  )
}

/** The inbox is the SMS service here, and lies in Redis. */
function isOfInbox(line: string): boolean {
  return line.includes('"service":"SMS.console","error":"Refusal"')
}

function touchedIn(round: number, { people }: Ledger, random: SeededRandom): Person[] {
  return people.filter(({ touched }) => touched === round || random.chance(50 / people.length))
}
