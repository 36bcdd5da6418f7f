/** The people of one run: a number each, and what the operations learn of them on the way. */
import type { Exchange } from './load.ts'

export type People = {
  readonly count: number
  phone(index: number): string
  /** Filled by index: the code of the last message, the session token of the last login. */
  readonly codes: string[]
  readonly sessions: string[]
  /** A call of the SDK face by one of them, from the own device. */
  post(index: number, path: string, body: object): Exchange
  getSession(index: number): Exchange
}

export const clientId = 'bench0client0of0latchkey00000000'

const firstNumber = 13_800_000_000

/** `phoneOf`: the numbers of people who are there already. */
export function createPeople(
  count: number,
  phoneOf = (index: number) => String(firstNumber + index),
): People {
  const headers = (index: number) => ({
    'X-operating-sys-version': 'bench 1.0',
    'X-device-fingerprint': `bench-device-${index}`,
    'X-agent': 'latchkey-bench',
    'X-client-id': clientId,
  })
  const sessions: string[] = []
  return {
    count,
    phone: phoneOf,
    codes: [],
    sessions,
    post: (index, path, body) => ({
      method: 'POST',
      path,
      headers: { ...headers(index), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
    getSession: (index) => ({
      method: 'GET',
      path: '/api/v1/session',
      headers: { Authorization: `Bearer ${sessions[index]}` },
    }),
  }
}
