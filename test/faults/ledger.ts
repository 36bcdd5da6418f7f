/** What the program has acknowledged to its clients, and what it was asked and never answered. */

export type Credentials = { readonly username: string; readonly password: string }

/** At which face a code was spent: a code of one is none of the other. */
export type SpentCode = { readonly at: 'sdk' | 'element'; readonly phone: string; readonly code: string }

/** Someone who logs in. What is in doubt was asked for and not answered: either outcome is right. */
export type Person = {
  readonly device: string
  phone: string
  phoneInDoubt: string | undefined
  userId: string | undefined
  readonly formerPhones: string[]
  /** Tokens of sessions that must live, with the id_token that came with each. */
  readonly live: Map<string, string>
  readonly ended: Set<string>
  readonly sessionsInDoubt: Set<string>
  readonly spentCodes: SpentCode[]
  readonly spentLoginCodes: string[]
  readonly spentTickets: string[]
  credentials: Credentials | undefined
  credentialsInDoubt: Credentials | undefined
  /** Tries of the password that were not answered. A try counts as a failure until it is found right. */
  triesInDoubt: number
  /** When the last SMS to the number was certainly counted (`performance.now()`). */
  sentAt: number
  /** The round in which something of this last changed. */
  touched: number
}

/** A send that was acknowledged: the number is within its interval from some moment after `askedAt` on. */
export type SlowSend = { readonly phone: string; readonly askedAt: number }

/** A code that was guessed at: how many guesses were asked for, and how many of them answered. */
export type Guessed = { readonly phone: string; readonly wrong: string; asked: number; answered: number }

export type Ledger = {
  readonly people: Person[]
  readonly slowSends: SlowSend[]
  readonly guessed: Guessed[]
  /** Acknowledged operations by name. */
  readonly acknowledged: Map<string, number>
  numbers: number
}

export function createLedger(): Ledger {
  return { people: [], slowSends: [], guessed: [], acknowledged: new Map(), numbers: 0 }
}

/** Notes an acknowledged operation. */
export function count(ledger: Ledger, operation: string): void {
  ledger.acknowledged.set(operation, (ledger.acknowledged.get(operation) ?? 0) + 1)
}

/** A number that nobody has had before: mobile, of mainland China. */
export function newNumber(ledger: Ledger): string {
  ledger.numbers += 1
  return `138${String(ledger.numbers).padStart(8, '0')}`
}

export function newPerson(ledger: Ledger, round: number): Person {
  const phone = newNumber(ledger)
  const person: Person = {
    device: `device-${phone}`,
    phone,
    phoneInDoubt: undefined,
    userId: undefined,
    formerPhones: [],
    live: new Map(),
    ended: new Set(),
    sessionsInDoubt: new Set(),
    spentCodes: [],
    spentLoginCodes: [],
    spentTickets: [],
    credentials: undefined,
    credentialsInDoubt: undefined,
    triesInDoubt: 0,
    sentAt: Number.NEGATIVE_INFINITY,
    touched: round,
  }
  ledger.people.push(person)
  return person
}

/** The subject of a JWT, unchecked. */
export function subjectOf(idToken: string): string {
  const payload = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
  return String(payload.sub)
}

/** From three failures on a captcha is asked for. */
export function mayTryPassword({ triesInDoubt }: Person): boolean {
  return triesInDoubt < 3
}

/** Sends to the number. It may be counted at any moment until the answer is there, or the connection lost. */
export async function sendTo<T>(person: Person, send: () => Promise<T>): Promise<T> {
  person.sentAt = Number.POSITIVE_INFINITY
  try {
    return await send()
  } finally {
    person.sentAt = performance.now()
  }
}
