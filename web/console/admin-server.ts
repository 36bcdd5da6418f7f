/** All that the console asks of its server: calls below `/api/admin`, and what their answers mean. */
import { Refused } from '../../src/client/refused.ts'
import { Unanswered } from '../../src/client/unanswered.ts'

const timeoutMs = 30_000

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Query = Readonly<Record<string, string | number | undefined>>

/** `users?limit=20`: parts that are empty are left out. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** The JSON of the answer, nothing for an empty one. Refusals: `Refused`, `Unanswered`. */
export async function callAdmin<Answer = void>(
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer> {
  let answer: Response
  let text: string
  try {
    answer = await fetch(`/api/admin/${path}`, {
      method,
      headers: {
        'X-L': document.documentElement.lang,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    text = await answer.text()
  } catch (cause) {
    throw new Unanswered(undefined, undefined, { cause })
  }
  const json = parse(text)
  if (answer.ok && json !== undefined) return (json ?? undefined) as Answer
  const { error, message, requestId } = Object(json)
  if (!error) throw new Unanswered(answer.status, requestId)
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN)
  throw new Refused(error, message, answer.status, Number.isFinite(wait) ? wait : undefined)
}

export function isRefused(error: unknown, code: string): boolean {
  return error instanceof Refused && error.code === code
}

/** Null for an empty text, nothing for one that is no JSON. */
function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
