/** What a client of the program does: registers, logs in and out, changes numbers; every answer goes into the ledger. */
import { type Asker, ConnectionLost } from '../support/ask.ts'
import type { SeededRandom } from '../support/seeded-random.ts'
import {
  accepted,
  acceptedData,
  askElement,
  askSdk,
  loginByCode,
  loginByMobile,
  proveNumber,
  readCode,
  sendMessage,
  sendSms,
  textOf,
  tryPassword,
} from './call-latchkey.ts'
import { authService, passwordLogin, quickLogin, slowClient } from './fault-app.ts'
import { guessWrong } from './guessing.ts'
import {
  count,
  type Ledger,
  mayTryPassword,
  newNumber,
  newPerson,
  type Person,
  sendTo,
  subjectOf,
} from './ledger.ts'

export type Life = {
  readonly asker: Asker
  readonly random: SeededRandom
  readonly ledger: Ledger
  readonly round: number
  /** People of this client; no other client touches them. */
  readonly own: Person[]
}

/** The quick login's interval, and a little. */
const betweenSendsMs = 1_050

type Act = (life: Life, person: Person) => Promise<void>

/** Lives until the connection breaks. Rejects when an answer is not what the rules say. */
export async function live(life: Life): Promise<void> {
  try {
    for (;;) await actOnce(life)
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error
  }
}

async function actOnce(life: Life): Promise<void> {
  const { random, own } = life
  const known = own.length > 0 && random.chance(0.7) ? random.pick(own) : undefined
  if (known === undefined) return random.pick(arrivals)(life)
  const possible = acts.filter(({ when }) => when(known))
  if (possible.length === 0) return random.pick(arrivals)(life)
  known.touched = life.round
  await random.pick(possible).act(life, known)
}

async function registerBySdk(life: Life): Promise<void> {
  const person = arrive(life)
  await loginBySdk(life, person)
  count(life.ledger, 'register (SDK)')
}

async function registerByElement({ asker, ledger, ...life }: Life): Promise<void> {
  const person = arrive({ asker, ledger, ...life })
  const { phone } = person
  accepted(await sendTo(person, () => sendMessage(asker, phone)))
  const code = await readCode(asker, phone)
  const user = acceptedData(await proveNumber(asker, 'register', { phone, code, nick: phone }))
  person.userId = textOf(user, 'userId')
  person.spentCodes.push({ at: 'element', phone, code })
  count(ledger, 'register (element)')
  await exchange(asker, person, textOf(user, 'loginCode'))
  count(ledger, 'loginByCode')
}

/** A number that only gets a message: what is to be remembered of it is the limit. */
async function sendSlowly({ asker, ledger }: Life): Promise<void> {
  const phone = newNumber(ledger)
  const askedAt = performance.now()
  accepted(await sendSms(asker, phone, `device-${phone}`, slowClient))
  ledger.slowSends.push({ phone, askedAt })
  count(ledger, 'send')
}

function guess({ asker, ledger, random }: Life): Promise<void> {
  return guessWrong(asker, ledger, 1 + random.below(5))
}

const arrivals = [registerBySdk, registerByElement, registerBySdk, registerByElement, sendSlowly, guess]

const mayBeSentTo = ({ sentAt }: Person) => performance.now() - sentAt > betweenSendsMs
const hasNoPassword = ({ credentials, credentialsInDoubt }: Person) =>
  credentials === undefined && credentialsInDoubt === undefined
const hasSession = ({ live }: Person) => live.size > 0

const acts: readonly { readonly when: (person: Person) => boolean; readonly act: Act }[] = [
  { when: mayBeSentTo, act: loginBySdk },
  { when: (person) => mayBeSentTo(person) && person.userId !== undefined, act: loginByElement },
  { when: hasSession, act: logoutBySdk },
  { when: hasSession, act: logoutByElement },
  { when: ({ live }) => live.size > 1, act: revokeOthers },
  { when: (person) => hasSession(person) && mayBeSentTo(person), act: changePhone },
  { when: (person) => hasSession(person) && hasNoPassword(person), act: bindPassword },
  { when: (person) => person.credentials !== undefined && mayTryPassword(person), act: loginByPassword },
]

function arrive({ ledger, round, own }: Life): Person {
  const person = newPerson(ledger, round)
  own.push(person)
  return person
}

async function loginBySdk({ asker, ledger }: Life, person: Person): Promise<void> {
  const { phone, device } = person
  accepted(await sendTo(person, () => sendSms(asker, phone, device)))
  const code = await readCode(asker, phone)
  const login = accepted(await loginByMobile(asker, phone, code, device))
  const idToken = textOf(login, 'id_token')
  person.live.set(textOf(login, 'session_token'), idToken)
  person.spentCodes.push({ at: 'sdk', phone, code })
  person.userId ??= subjectOf(idToken)
  count(ledger, 'login (SDK)')
}

async function loginByElement({ asker, ledger }: Life, person: Person): Promise<void> {
  const { phone } = person
  accepted(await sendTo(person, () => sendMessage(asker, phone)))
  const code = await readCode(asker, phone)
  const { loginCode } = acceptedData(await proveNumber(asker, 'getLoginCode', { phone, code }))
  person.spentCodes.push({ at: 'element', phone, code })
  await exchange(asker, person, String(loginCode))
  count(ledger, 'loginByCode')
}

async function exchange(asker: Asker, person: Person, loginCode: string): Promise<void> {
  const login = acceptedData(await loginByCode(asker, loginCode))
  person.live.set(textOf(login, 'sessionToken'), textOf(login, 'idToken'))
  person.spentLoginCodes.push(loginCode)
}

async function logoutBySdk({ asker, ledger, random }: Life, person: Person): Promise<void> {
  const token = random.pick([...person.live.keys()])
  await ending(person, [token], async () => {
    accepted(await askSdk(asker, 'logout', { device: person.device, sessionToken: token }))
  })
  count(ledger, 'logout (SDK)')
}

async function logoutByElement({ asker, ledger, random }: Life, person: Person): Promise<void> {
  const token = random.pick([...person.live.keys()])
  await ending(person, [token], async () => {
    accepted(await askElement(asker, authService, 'logout', {}, { sessionToken: token }))
  })
  count(ledger, 'logout (element)')
}

async function revokeOthers({ asker, ledger, random }: Life, person: Person): Promise<void> {
  const keep = random.pick([...person.live.keys()])
  await ending(person, othersThan(person, keep), async () => {
    accepted(await askElement(asker, authService, 'revokeOtherSessions', {}, { sessionToken: keep }))
  })
  count(ledger, 'revokeOtherSessions')
}

async function changePhone({ asker, ledger, random }: Life, person: Person): Promise<void> {
  const { phone: from, userId } = person
  const token = random.pick([...person.live.keys()])
  const call = (name: string, named: object) =>
    askElement(asker, quickLogin, name, { ...named }, { sessionToken: token })
  accepted(await sendTo(person, () => sendMessage(asker, from, { sessionToken: token })))
  const { ticket } = acceptedData(await call('checkMyMessage', { code: await readCode(asker, from) }))
  const to = newNumber(ledger)
  accepted(await sendTo(person, () => sendMessage(asker, to, { sessionToken: token })))
  const newCode = await readCode(asker, to)
  person.phoneInDoubt = to
  await ending(person, othersThan(person, token), async () => {
    accepted(await call('updatePhone', { userId, ticket, newPhone: to, newCode }))
  })
  Object.assign(person, { phone: to, phoneInDoubt: undefined, sentAt: performance.now() })
  person.formerPhones.push(from)
  person.spentTickets.push(String(ticket))
  count(ledger, 'updatePhone')
}

async function bindPassword({ asker, ledger, random }: Life, person: Person): Promise<void> {
  const token = random.pick([...person.live.keys()])
  const credentials = {
    username: `name-${person.phone}-${random.digits(6)}`,
    password: `secret ${random.digits(12)}`,
  }
  const { userId } = person
  person.credentialsInDoubt = credentials
  accepted(
    await askElement(asker, passwordLogin, 'bind', { userId, ...credentials }, { sessionToken: token }),
  )
  Object.assign(person, { credentials, credentialsInDoubt: undefined })
  count(ledger, 'bind password')
}

async function loginByPassword({ asker, ledger }: Life, person: Person): Promise<void> {
  person.triesInDoubt += 1
  const answer = await tryPassword(asker, person)
  person.triesInDoubt -= 1
  await exchange(asker, person, textOf(acceptedData(answer), 'loginCode'))
  count(ledger, 'login by password')
}

/** Sessions that an act ends are in doubt until it is acknowledged. */
async function ending(person: Person, tokens: readonly string[], act: () => Promise<void>): Promise<void> {
  for (const token of tokens) {
    person.live.delete(token)
    person.sessionsInDoubt.add(token)
  }
  await act()
  for (const token of tokens) {
    person.sessionsInDoubt.delete(token)
    person.ended.add(token)
  }
}

function othersThan({ live }: Person, keep: string): string[] {
  return [...live.keys()].filter((token) => token !== keep)
}
