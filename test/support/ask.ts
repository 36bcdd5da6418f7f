/** HTTP as clients of the program use it: connections are kept, and a lost one is told from an answer. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as an object; empty when it is none. */
  readonly json: Readonly<Record<string, unknown>>
}

export type Question = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Address of this machine to ask from, on connections of its own. */
  readonly from?: string | undefined
}

/** The connection broke before the answer was whole: nobody knows what became of the request. */
export class ConnectionLost extends Error {}

export type Asker = {
  ask(question: Question): Promise<Answer>
  close(): void
}

const answerWithinMs = 20_000
/** Before the server gives an idle connection up: a request on its way then would be lost. */
const idleMs = 4000
/** There may be thousands of addresses to ask from: a connection from one of them is soon given up. */
const idleFromMs = 100

/** A client of the server at `baseUrl`. Its promises reject with `ConnectionLost` and nothing else. */
export function createAsker(baseUrl: string, maxSockets = 64): Asker {
  const anywhere = new Agent({ keepAlive: true, maxSockets, timeout: idleMs })
  const somewhere = new Agent({ keepAlive: true, maxSockets, timeout: idleFromMs })
  return {
    close() {
      anywhere.destroy()
      somewhere.destroy()
    },
    ask: (question) =>
      new Promise((resolve, reject) => {
        const {
          method = question.body === undefined ? 'GET' : 'POST',
          path,
          headers = {},
          body,
          from,
        } = question
        const text = body === undefined ? undefined : JSON.stringify(body)
        const type = text === undefined ? {} : { 'content-type': 'application/json' }
        const lost = (cause: unknown) => reject(new ConnectionLost(`${method} ${path}`, { cause }))
        const connection = from === undefined ? { agent: anywhere } : { agent: somewhere, localAddress: from }
        const options = { method, ...connection, headers: { ...type, ...headers }, timeout: answerWithinMs }
        const sent = request(new URL(path, baseUrl), options, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', lost)
          response.on('end', () => {
            const all = Buffer.concat(chunks).toString('utf8')
            const { statusCode: status = 0, headers } = response
            resolve({ status, headers, text: all, json: objectOf(all) })
          })
        })
        sent.on('timeout', () => sent.destroy(new Error(`no answer within ${answerWithinMs} ms`)))
        sent.on('error', lost)
        sent.end(text)
      }),
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
