/** Bytes to a server over a connection of their own, and every answer that comes back until it is closed. */
import { connect } from 'node:net'

export type RawAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export type Exchange = {
  readonly answers: readonly RawAnswer[]
  /** Bytes that are no whole answer. */
  readonly rest: string
  /** True when the server neither answered nor closed in time. */
  readonly hung: boolean
  /** True when the connection broke before its end: the end of an answer may be lost. */
  readonly broken: boolean
}

export type RawRequest = {
  readonly chunks: readonly Buffer[]
  /** The method that the answers are to; the body of an answer to HEAD is left out. */
  readonly method: string
  /** Address of this machine that it comes from. */
  readonly from: string
  /** Is it a whole request, so that an answer must come? */
  readonly complete: boolean
}

/** After so long in silence the client says that nothing more will come: what is pending then gets no answer. */
const silentMs = 1000
const patientMs = 15_000
/** And so long the server may take then. */
const closesWithinMs = 8000

/** Sends the chunks; when nothing comes for a second, ends its side and waits for the server's end. */
export function exchange(port: number, { chunks, method, from, complete }: RawRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      localAddress: from,
      allowHalfOpen: true,
      noDelay: true,
    })
    const received: Buffer[] = []
    let [hung, broken] = [false, false]
    let timer = setTimeout(finish, complete ? patientMs : silentMs)
    function finish(): void {
      socket.end()
      timer = setTimeout(() => {
        hung = true
        socket.destroy()
      }, closesWithinMs)
    }
    socket.on('data', (chunk) => {
      received.push(chunk)
      clearTimeout(timer)
      timer = setTimeout(finish, silentMs)
    })
    socket.on('end', () => socket.end())
    // A server that refuses a request may close before it has read all of it.
    socket.on('error', () => {
      broken = true
      socket.destroy()
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve({ ...readAnswers(Buffer.concat(received), method), hung, broken })
    })
    for (const chunk of chunks) socket.write(chunk)
  })
}

function readAnswers(bytes: Buffer, method: string): { answers: RawAnswer[]; rest: string } {
  const answers: RawAnswer[] = []
  let rest = bytes
  for (;;) {
    const read = readAnswer(rest, method)
    if (read === undefined) return { answers, rest: rest.toString('latin1') }
    rest = rest.subarray(read.length)
    if (read.answer.status >= 200) answers.push(read.answer)
  }
}

function readAnswer(bytes: Buffer, method: string): { answer: RawAnswer; length: number } | undefined {
  const headLength = bytes.indexOf('\r\n\r\n') + 4
  if (headLength < 4) return undefined
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headLength - 4).split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  if (Number.isNaN(status)) return undefined
  const headers = new Map(lines.map((line) => splitHeader(line)))
  const empty = method === 'HEAD' || status < 200 || status === 204 || status === 304
  const body = empty ? { text: '', length: 0 } : readBody(bytes.subarray(headLength), headers)
  if (body === undefined) return undefined
  return { answer: { status, headers, body: body.text }, length: headLength + body.length }
}

function splitHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

function readBody(bytes: Buffer, headers: ReadonlyMap<string, string>) {
  const length = Number(headers.get('content-length') ?? Number.NaN)
  if (Number.isNaN(length) || bytes.length < length) return undefined
  return { text: bytes.toString('utf8', 0, length), length }
}
