/** Headers that every answer carries, whatever becomes of the request (spec 6, D2). */
import type { FastifyReply } from 'fastify'

export const pagePolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** `Vary` stands on all answers: whether an origin is allowed depends on the origin alone. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'Origin',
}

const inProduction = { ...always, 'strict-transport-security': 'max-age=31536000' }

export type AnswerHeaders = Readonly<Record<string, string>>

export function answerHeaders(production: boolean): AnswerHeaders {
  return production ? inProduction : always
}

export function setAnswerHeaders(reply: FastifyReply, headers: AnswerHeaders): void {
  for (const name in headers) reply.header(name, headers[name])
}
