/** Forms, for the calls that take one: no page can send one of these, since they also show a secret. */
import type { FastifyInstance } from 'fastify'

export function readForms(server: FastifyInstance): void {
  server.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(text))),
  )
}
