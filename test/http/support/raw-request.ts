/** Bytes to a listening server over a socket of their own, and what comes back until the server closes it. */

import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string }

export async function listen(server: FastifyInstance): Promise<number> {
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

/** Sends the parts one after the other and reads to the end. Nothing where the server closes without a word. */
export async function exchange(
  port: number,
  ...parts: readonly (string | Buffer)[]
): Promise<RawAnswer | undefined> {
  const { socket, answer } = open(port)
  for (const part of parts) socket.write(part)
  return answer
}

/** Sends some bytes and no more, and reads to the end. */
export async function sendAndEnd(port: number, bytes: Buffer): Promise<RawAnswer | undefined> {
  const { socket, answer } = open(port)
  socket.end(bytes)
  return answer
}

/** Sends `start`, then `more` again and again for as long as the server listens. */
export async function trickle(port: number, start: string, more: string): Promise<RawAnswer | undefined> {
  const { socket, answer } = open(port)
  socket.write(start)
  const timer = setInterval(() => socket.write(more), 10)
  return answer.finally(() => clearInterval(timer))
}

/** A whole request whose connection the server closes after the answer. */
export function request(method: string, path: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...length, ...headers, '', body].join(
    '\r\n',
  )
}

function open(port: number): { readonly socket: Socket; readonly answer: Promise<RawAnswer | undefined> } {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer | undefined>()
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('close', () => resolve(toAnswer(Buffer.concat(chunks).toString())))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
  })
  return { socket, answer: promise }
}

function toAnswer(text: string): RawAnswer | undefined {
  if (text === '') return undefined
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s)
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body }
}
