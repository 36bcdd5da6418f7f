/** After a crash: is everything that was acknowledged still so, and is nothing back that was ended or spent? */
import { setTimeout } from 'node:timers/promises'
import { type Answer, type Asker, createAsker } from '../support/ask.ts'
import {
  accepted,
  askElement,
  askSession,
  loginByCode,
  loginByMobile,
  proveNumber,
  readCode,
  refusalOf,
  sendSms,
  textOf,
  tryPassword,
} from './call-latchkey.ts'
import { passwordLogin, quickLogin, slowClient } from './fault-app.ts'
import { checkGuessed } from './guessing.ts'
import {
  type Ledger,
  mayTryPassword,
  newNumber,
  type Person,
  type SpentCode,
  sendTo,
  subjectOf,
} from './ledger.ts'

/** One sentence per fault. */
export type Faults = string[]

type Check = { readonly asker: Asker; readonly ledger: Ledger; readonly faults: Faults }

const atOnce = 32
/** A password costs the server what a hundred other calls do. */
const passwordsAtOnce = 4
const busyMs = 100
/** A second less than the slow login's interval. */
const withinIntervalMs = 44_000
const betweenSendsMs = 1_050
/** Each gives at most six wrong codes. */
const checkedBetween = 32

/** Looks at `people` and the slow sends; learns what became of what was in doubt. */
export async function checkLedger(url: string, ledger: Ledger, people: readonly Person[]): Promise<Faults> {
  const asker = createAsker(url, atOnce)
  const check: Check = { asker, ledger, faults: [] }
  try {
    await amongNewcomers(check, people, (person) => checkPerson(check, person))
    await amongNewcomers(check, ledger.guessed.splice(0), async (guessed) => {
      check.faults.push(...(await checkGuessed(asker, guessed)))
    })
    await forEach(ledger.slowSends, ({ phone, askedAt }) => checkInterval(check, phone, askedAt))
  } finally {
    asker.close()
  }
  return check.faults
}

/**
 * Logs each of `people` in once more, by number and by password: both lead to the same user as ever, and former
 * numbers do not.
 */
export async function checkLogins(url: string, ledger: Ledger, people: readonly Person[]): Promise<Faults> {
  const asker = createAsker(url, atOnce)
  const check: Check = { asker, ledger, faults: [] }
  try {
    const reachable = people.filter(({ sentAt }) => performance.now() - sentAt > betweenSendsMs)
    await forEach(reachable, (person) => checkNumber(check, person))
    await forEach(people, (person) => checkPassword(check, person), passwordsAtOnce)
  } finally {
    asker.close()
  }
  return check.faults
}

async function forEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  together = atOnce,
): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}

/** Newcomers log in all the while: a tenant where hardly any code is right is braked (spec 6, O8). */
async function amongNewcomers<T>(check: Check, items: readonly T[], work: (item: T) => Promise<void>) {
  const newcomers = Array.from({ length: checkedBetween / 2 })
  for (let from = 0; from < items.length; from += checkedBetween) {
    await forEach(newcomers, async () => {
      await login(check, newNumber(check.ledger), 'newcomer')
    })
    await forEach(items.slice(from, from + checkedBetween), work)
  }
}

async function checkPerson(check: Check, person: Person): Promise<void> {
  await learnSessions(check, person)
  for (const token of person.live.keys()) await checkLiving(check, person, token)
  for (const token of person.ended) {
    const { status } = await askSession(check.asker, token)
    if (status !== 401) check.faults.push(`${person.phone}: an ended session answers ${status}`)
  }
  for (const code of person.spentCodes.slice(-2)) await checkSpent(check, code)
  for (const loginCode of person.spentLoginCodes.slice(-2))
    expectRefusal(check, `${person.phone}: a spent login code`, await loginByCode(check.asker, loginCode), [
      'LOGIN_CODE_INVALID',
    ])
  await checkTickets(check, person)
  await learnCredentials(check.asker, person)
}

/** Where a newer code waits, an old one is wrong and no more than that. */
async function checkSpent(check: Check, { at, phone, code }: SpentCode): Promise<void> {
  const { asker } = check
  const what = `${phone}: a spent code`
  if (at === 'sdk')
    expectRefusal(check, what, await loginByMobile(asker, phone, code, 'replay'), ['IDAAS.SDK.CAPTCHA.0007'])
  else {
    const answer = await proveNumber(asker, 'getLoginCode', { phone, code })
    expectRefusal(check, what, answer, ['CODE_EXPIRED', 'CODE_ERROR'])
  }
}

/** What was in doubt is no more: the next crash must leave it as it is now. */
async function learnSessions({ asker, faults }: Check, person: Person): Promise<void> {
  for (const token of person.sessionsInDoubt) {
    const { status } = await askSession(asker, token)
    if (status === 200) person.live.set(token, '')
    else if (status === 401) person.ended.add(token)
    else faults.push(`${person.phone}: a session in doubt answers ${status}`)
  }
  person.sessionsInDoubt.clear()
}

async function checkLiving({ asker, faults }: Check, person: Person, token: string): Promise<void> {
  const answer = await askSession(asker, token)
  const { userId, phone } = (answer.json.user ?? {}) as { readonly userId?: string; readonly phone?: string }
  if (answer.status !== 200) faults.push(`${person.phone}: a living session answers ${answer.status}`)
  else if (userId !== person.userId) faults.push(`${person.phone}: the session is of another user`)
  else if (phone === `+86${person.phoneInDoubt}`) settleChange(person)
  else if (phone === `+86${person.phone}`) person.phoneInDoubt = undefined
  else faults.push(`${person.phone}: the user has the number ${phone}`)
}

/** The change that was asked for had been made. */
function settleChange(person: Person): void {
  person.formerPhones.push(person.phone)
  person.phone = person.phoneInDoubt ?? person.phone
  person.phoneInDoubt = undefined
}

async function checkTickets(check: Check, person: Person): Promise<void> {
  const [token] = person.live.keys()
  const ticket = person.spentTickets.at(-1)
  if (token === undefined || ticket === undefined) return
  const named = { userId: person.userId, ticket, newPhone: person.phone, newCode: '000000' }
  const answer = await askElement(check.asker, quickLogin, 'updatePhone', named, { sessionToken: token })
  expectRefusal(check, `${person.phone}: a spent ticket`, answer, ['TICKET_INVALID'])
}

async function checkPassword({ asker, faults }: Check, person: Person): Promise<void> {
  if (person.credentials === undefined || !mayTryPassword(person)) return
  const answer = await whenFree(() => tryPassword(asker, person))
  if (answer.status !== 200)
    faults.push(`${person.phone}: the password answers ${answer.status} ${answer.text}`)
}

/** Too many passwords at once are refused, which is no fault. */
async function whenFree(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (refusalOf(answer) !== 'BUSY') return answer
    await setTimeout(busyMs)
  }
}

/** Asked for once more, it is either there already or made now. */
async function learnCredentials(asker: Asker, person: Person): Promise<void> {
  const [token] = person.live.keys()
  if (token === undefined || person.credentialsInDoubt === undefined) return
  const named = { userId: person.userId, ...person.credentialsInDoubt }
  const answer = await whenFree(() =>
    askElement(asker, passwordLogin, 'bind', named, { sessionToken: token }),
  )
  if (refusalOf(answer) !== 'ALREADY_BOUND') accepted(answer)
  person.credentials = person.credentialsInDoubt
  person.credentialsInDoubt = undefined
}

async function checkInterval(check: Check, phone: string, askedAt: number): Promise<void> {
  if (performance.now() - askedAt > withinIntervalMs) return
  const answer = await sendSms(check.asker, phone, `device-${phone}`, slowClient)
  if (performance.now() - askedAt > withinIntervalMs) return
  if (answer.status !== 429)
    check.faults.push(`${phone}: sent to again within its interval: ${answer.status}`)
}

async function checkNumber(check: Check, person: Person): Promise<void> {
  const { phone, device, formerPhones } = person
  const { userId, token } = await sendTo(person, () => login(check, phone, device))
  person.userId ??= userId
  if (person.userId !== userId) check.faults.push(`${phone}: the number leads to another user`)
  person.live.set(token, '')
  const former = formerPhones.at(-1)
  if (former === undefined) return
  const stranger = await login(check, former, `${device}-former`)
  if (stranger.userId === person.userId) check.faults.push(`${former}: a former number still logs in`)
  formerPhones.length = 0
}

async function login({ asker }: Check, phone: string, device: string) {
  accepted(await sendSms(asker, phone, device))
  const answer = accepted(await loginByMobile(asker, phone, await readCode(asker, phone), device))
  return { userId: subjectOf(textOf(answer, 'id_token')), token: textOf(answer, 'session_token') }
}

function expectRefusal({ faults }: Check, what: string, answer: Answer, codes: readonly string[]): void {
  if (!codes.includes(refusalOf(answer))) faults.push(`${what} answers ${answer.status} ${answer.text}`)
}
