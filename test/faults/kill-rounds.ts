/** Rounds of life and sudden death: clients work, the program is killed at a random moment, started again, and checked. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { createAsker } from '../support/ask.ts'
import { type ProgramPlace, type StartedProgram, startProgram } from '../support/running-program.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { accepted } from './call-latchkey.ts'
import { checkLedger, checkLogins } from './check-ledger.ts'
import { type Life, live } from './client-life.ts'
import { quickClient, writeFaultApp } from './fault-app.ts'
import { createLedger, type Ledger, type Person } from './ledger.ts'
import { assertWholeStores } from './whole-stores.ts'

export type KillPlan = { readonly rounds: number; readonly seed: number; readonly clients: number }

/** A client works at most so long before the program dies. */
const longestLifeMs = 1500
/** In so many rounds the program is killed a second time, while it starts. */
const killedAtStart = 0.25
const longestStartMs = 900

export async function killRounds(t: TestContext, { rounds, seed, clients }: KillPlan): Promise<Ledger> {
  const folder = temporaryFolder(t)
  const place = { app: writeFaultApp(folder), data: join(folder, 'data') }
  const random = seededRandom(seed, 'moments')
  const ledger = createLedger()
  const own = Array.from({ length: clients }, (): Person[] => [])
  let program = startProgram(t, place)
  for (let round = 1; round <= rounds; round += 1) {
    const lives = own.map((people, i) => ({
      own: people,
      ledger,
      round,
      random: seededRandom(seed, `${round}/${i}`),
    }))
    await liveAndDie(program, lives, random.next() ** 2 * longestLifeMs)
    if (random.chance(killedAtStart)) await dieAtStart(t, place, random.below(longestStartMs))
    program = startProgram(t, place)
    await assertLedger(program, ledger, `seed ${seed}, round ${round}`, {
      people: ledger.people.filter(
        (person) => person.touched === round || random.chance(50 / ledger.people.length),
      ),
      logins: sample(random, ledger.people, 12),
    })
    assertNoDefect(program)
  }
  await assertLedger(program, ledger, `seed ${seed}, at the end`, {
    people: ledger.people,
    logins: sample(random, ledger.people, 100),
  })
  assertNoDefect(program)
  assert.equal((await program.end('SIGTERM')).code, 0, program.output())
  assertWholeStores(place.data, `seed ${seed}`)
  return ledger
}

/** Kills the program while its clients work. Until then every answer must come and be right. */
async function liveAndDie(program: StartedProgram, lives: readonly Omit<Life, 'asker'>[], afterMs: number) {
  const url = await program.ready()
  const askers = lives.map(() => createAsker(url))
  let killed = false
  const living = lives.map(async (life, i) => {
    const asker = askers[i]
    if (asker === undefined) return
    await live({ ...life, asker })
    assert.ok(killed, `a connection broke before the program was killed:\n${program.output()}`)
  })
  const all = Promise.all(living)
  await Promise.race([setTimeout(afterMs), all])
  killed = true
  await program.end('SIGKILL')
  await all
  assertNoDefect(program)
  for (const asker of askers) asker.close()
}

async function dieAtStart(t: TestContext, place: ProgramPlace, afterMs: number): Promise<void> {
  const program = startProgram(t, place)
  await setTimeout(afterMs)
  await program.end('SIGKILL')
}

type Scope = { readonly people: readonly Person[]; readonly logins: readonly Person[] }

/** Everything that was acknowledged is still so, and nothing is back. */
export async function assertLedger(
  program: StartedProgram,
  ledger: Ledger,
  when: string,
  { people, logins }: Scope,
) {
  const url = await program.ready()
  assert.deepEqual(await checkLedger(url, ledger, people), [], when)
  assert.deepEqual(await checkLogins(url, ledger, logins), [], when)
  await checkTokens(url, people)
}

/** Tokens from before still verify: the signing keys are the same. */
async function checkTokens(url: string, people: readonly Person[]): Promise<void> {
  const asker = createAsker(url)
  const keys = accepted(await asker.ask({ path: '/api/v1/oauth2/keys' }))
  asker.close()
  const keySet = createLocalJWKSet(keys as unknown as JSONWebKeySet)
  const tokens = people.flatMap(({ live }) => [...live.values()]).filter((token) => token !== '')
  for (const token of tokens.slice(-20)) await jwtVerify(token, keySet, { audience: quickClient })
}

function assertNoDefect(program: StartedProgram): void {
  const defects = program
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
  assert.deepEqual(defects, [])
}

export function sample<T>(random: SeededRandom, list: readonly T[], count: number): T[] {
  return list.length === 0 ? [] : [...new Set(Array.from({ length: count }, () => random.pick(list)))]
}
