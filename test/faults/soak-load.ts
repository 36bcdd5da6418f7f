/** The soak's clients: people who log in again and again, at full speed or at a given one. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Answer, Asker } from '../support/ask.ts'
import type { SeededRandom } from '../support/seeded-random.ts'
import {
  acceptedData,
  askElement,
  askSdk,
  askSession,
  loginByCode,
  loginByMobile,
  proveNumber,
  readCode,
  sendMessage,
  sendSms,
  textOf,
  tryPassword,
} from './call-latchkey.ts'
import { passwordLogin } from './fault-app.ts'
import { createLedger, newPerson, type Person, sendTo, subjectOf } from './ledger.ts'

export type Soak = {
  readonly people: readonly Person[]
  /** Milliseconds that each call took, by its name. */
  readonly timings: Map<string, number[]>
  /** Works for so long; answers with the rounds made in a second. `perSecond`: no faster than that. */
  run(seconds: number, perSecond?: number): Promise<number>
}

const clients = 16
/** Enough that nobody comes twice within the interval, few enough that all come again soon. */
const population = 2000
const withPassword = 40
const betweenSendsMs = 1_050

export async function createSoak(asker: Asker, random: SeededRandom): Promise<Soak> {
  const ledger = createLedger()
  const timings = new Map<string, number[]>()
  const people = Array.from({ length: population }, () => newPerson(ledger, 0))
  const timed = timer(timings)
  for (const person of people.slice(0, withPassword)) await givePassword(asker, person)
  let turn = 0

  async function oneRound(): Promise<void> {
    turn += 1
    const person = people[turn % population]
    if (person === undefined || performance.now() - person.sentAt < betweenSendsMs) return setTimeout(1)
    if (turn % 50 === 0) await passwordRound(asker, people[random.below(withPassword)], timed)
    await phoneRound(asker, person, random, timed)
  }

  return {
    people,
    timings,
    async run(seconds, perSecond = Number.POSITIVE_INFINITY) {
      const started = performance.now()
      const until = started + seconds * 1000
      let rounds = 0
      async function client(): Promise<void> {
        while (performance.now() < until) {
          const ahead = (rounds / perSecond) * 1000 - (performance.now() - started)
          rounds += 1
          if (ahead > 0) await setTimeout(ahead)
          await oneRound()
        }
      }
      await Promise.all(Array.from({ length: clients }, client))
      return rounds / seconds
    },
  }
}

type Timed = (name: string, call: Promise<Answer>, ...statuses: readonly number[]) => Promise<Answer>

/** Every answer must be one that is expected there. */
function timer(timings: Map<string, number[]>): Timed {
  return async (name, call, ...statuses) => {
    const started = performance.now()
    const answer = await call
    const list = timings.get(name) ?? []
    timings.set(name, list)
    list.push(performance.now() - started)
    const expected = statuses.length === 0 ? [200] : statuses
    assert.ok(expected.includes(answer.status), `${name}: ${answer.status} ${answer.text}`)
    return answer
  }
}

/** One in ten forgets the code, one in ten mistypes it first; everyone else logs in, looks around and leaves. */
async function phoneRound(asker: Asker, person: Person, random: SeededRandom, timed: Timed): Promise<void> {
  const { phone, device } = person
  await sendTo(person, () => timed('send', sendSms(asker, phone, device)))
  if (random.chance(0.1)) return
  const code = await readCode(asker, phone)
  if (random.chance(0.1)) await timed('verify, wrong', loginByMobile(asker, phone, wrong(code), device), 400)
  const login = await timed('verify', loginByMobile(asker, phone, code, device))
  const token = textOf(login.json, 'session_token')
  for (let i = 0; i < 3; i += 1) await timed('session', askSession(asker, token))
  if (random.chance(0.8)) await timed('logout', askSdk(asker, 'logout', { device, sessionToken: token }))
  if (random.chance(0.1)) await timed('session, ended', askSession(asker, `${token.slice(0, -1)}!`), 401)
}

function wrong(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

/** One login code in four is never used. */
async function passwordRound(asker: Asker, person: Person | undefined, timed: Timed): Promise<void> {
  if (person === undefined) return
  const proof = acceptedData(await timed('password', tryPassword(asker, person)))
  if (person.phone.endsWith('4')) return
  await timed('login code', loginByCode(asker, textOf(proof, 'loginCode')))
}

async function givePassword(asker: Asker, person: Person): Promise<void> {
  const { phone } = person
  acceptedData(await sendTo(person, () => sendMessage(asker, phone)))
  const named = { phone, code: await readCode(asker, phone), nick: 'soak' }
  const { loginCode } = acceptedData(await proveNumber(asker, 'register', named))
  const login = acceptedData(await loginByCode(asker, String(loginCode)))
  const userId = subjectOf(textOf(login, 'idToken'))
  const credentials = { username: `soak ${phone}`, password: `pass ${phone}` }
  const caller = { sessionToken: textOf(login, 'sessionToken') }
  acceptedData(await askElement(asker, passwordLogin, 'bind', { userId, ...credentials }, caller))
  person.credentials = credentials
}
