/** What cannot be read as HTTP at all: the answer is written to the bare socket, and the connection closed. */
import type { Socket } from 'node:net'
import type { ConnectionError } from 'fastify'
import { randomHex } from '../base/random-id.ts'
import { pickLanguage } from '../i18n/explain-refusal.ts'
import type { PlainFailure } from '../wire/failure-bodies.ts'
import type { AnswerHeaders } from './answer-headers.ts'
import { faceOfPath } from './face-of-path.ts'
import { sdkFailureBody } from './sdk/sdk-failure.ts'

const requestLine = /^[A-Z-]{1,20} (\S{1,16384})/
const languageHeader = /\r?\nx-l:[ \t]*([^\r\n]{0,64})/i

const reasons = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
} as const

type Status = keyof typeof reasons

/**
 * Requests of the SDK API get the status and shape that its clients read; so do those whose path did not come
 * through, since only that API promises a shape for everything.
 */
export function answerUnreadable(error: ConnectionError, socket: Socket, headers: AnswerHeaders): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const packet = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : ''
  const path = requestLine.exec(packet)?.[1]
  const status = statusOf(error.code)
  const [statusOfFace, body] =
    path === undefined
      ? [status, sdkBody(packet)]
      : faceOfPath(path) === 'sdk'
        ? [400 as const, sdkBody(packet)]
        : [status, plainBody()]
  socket.write(answer(statusOfFace, body, headers))
  socket.destroySoon()
}

function statusOf(code: string): Status {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

function sdkBody(packet: string): object {
  return sdkFailureBody(
    'requestInvalid',
    pickLanguage(languageHeader.exec(packet)?.[1]?.replaceAll('_', '-')),
  )
}

function plainBody(): PlainFailure {
  return { error: 'REQUEST_INVALID', requestId: randomHex(32) }
}

function answer(status: Status, body: object, headers: AnswerHeaders): string {
  const text = JSON.stringify(body)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    ...lines,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n')
}
